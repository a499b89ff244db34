import { signal } from '@preact/signals';
import { DEFAULT_THRESHOLD, type FrameResult } from 'affect-detect';
import { detectorState } from '../state/detector.js';
import { smoothing, threshold } from '../state/settings.js';
import { createSession, type Session, type SessionInfo, type SessionSource } from './session.js';

/** The session on show: the stream that is being read, one that has ended, or one that was reopened. */
export const session = signal<Session | null>(null);
/** The stream that is being read. */
export const liveStream = signal<LiveStream | null>(null);

/** What the frames of a stream come from. */
export type StreamOrigin = Pick<SessionSource, 'kind' | 'name'>;

/** Puts the frames of one stream into a session, which begins with the first of them. */
export class LiveStream {
  readonly #origin: StreamOrigin;
  #session: Session | null = null;
  /** Time of the session's first frame on the stream's clock. */
  #zero = 0;

  constructor(origin: StreamOrigin) {
    this.#origin = origin;
    liveStream.value = this;
  }

  get session(): Session | null {
    return this.#session;
  }

  /** Take in what was read from the next frame. */
  keep(result: FrameResult): void {
    const { timestamp, faces } = result;
    if (timestamp === null || liveStream.peek() !== this) return;
    if (this.#session === null) {
      // A camera's session begins at 0; a video keeps its own clock, to be played beside its session later.
      this.#zero = this.#origin.kind === 'video' ? 0 : timestamp;
      this.#session = createSession(describe(this.#origin, result));
      session.value = this.#session;
    }
    const { store, frames } = this.#session;
    store.append({ timestamp: timestamp - this.#zero, faces });
    // The worker names expressions by the default.
    if (threshold.peek() !== DEFAULT_THRESHOLD) {
      store.decide(threshold.peek(), store.firstRow(store.length - 1));
    }
    frames.value = store.length;
  }

  /** Let the next frame begin another session. */
  beginAnew(): void {
    this.#session = null;
  }

  /** No more frames come; what was read stays on show. */
  end(): void {
    if (liveStream.peek() === this) liveStream.value = null;
  }
}

function describe(origin: StreamOrigin, { width, height }: FrameResult): SessionInfo {
  const state = detectorState.peek();
  return {
    id: crypto.randomUUID(),
    name: origin.name ?? origin.kind,
    group: '',
    createdAt: new Date().toISOString(),
    source: { ...origin, width, height },
    models: state.status === 'ready' ? [state.detector.loaded.detector, state.detector.loaded.model] : [],
    threshold: threshold.peek(),
    smoothing: smoothing.peek(),
    markers: [],
    excluded: [],
    baselines: [],
  };
}
