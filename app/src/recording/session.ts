import { type Signal, signal } from '@preact/signals';
import type { Baseline, TimeRange } from 'affect-detect';
import { FrameStore } from './frame-store.js';

/** What a session's frames come from. */
export interface SessionSource {
  readonly kind: 'camera' | 'video' | 'screen' | 'table';
  readonly name: string | null;
  /** Size of the picture, pixels; 0 where a table didn't say. */
  readonly width: number;
  readonly height: number;
}

/** A moment that somebody marked. */
export interface Marker {
  /** Seconds. */
  readonly time: number;
  readonly label: string;
}

/** All that is known of a session beside its frames; plain JSON. Times are seconds, on the clock of the frames. */
export interface SessionInfo {
  readonly id: string;
  readonly name: string;
  /** What it is compared by; empty where there is no group. */
  readonly group: string;
  /** When it began, ISO 8601. */
  readonly createdAt: string;
  readonly source: SessionSource;
  /** Ids of the models that read the frames; empty where they aren't known. */
  readonly models: readonly string[];
  /** Probability from which an expression was named; `null` where a table didn't say. */
  readonly threshold: number | null;
  /** Time constant of the smoothing at the start; `null` where a table didn't say. */
  readonly smoothing: number | null;
  readonly markers: readonly Marker[];
  /** Left out of the summary, the tables and the report. */
  readonly excluded: readonly TimeRange[];
  readonly baselines: readonly Baseline[];
}

/** A stream that is being read, or one that was recorded. */
export interface Session {
  readonly id: string;
  readonly info: Signal<SessionInfo>;
  readonly store: FrameStore;
  /** Number of frames: changes as they come. */
  readonly frames: Signal<number>;
  /** Rises when what the frames say has changed: another threshold. */
  readonly revision: Signal<number>;
}

export function createSession(info: SessionInfo, store = new FrameStore(info.source)): Session {
  return { id: info.id, info: signal(info), store, frames: signal(store.length), revision: signal(0) };
}

/** Change what is known of a session. */
export function updateInfo({ info }: Session, change: Partial<Omit<SessionInfo, 'id'>>): void {
  info.value = { ...info.value, ...change };
}
