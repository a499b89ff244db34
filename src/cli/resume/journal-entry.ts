import type { Detection } from '../../core/index.js';

/** What a run is made of; another run can go on with its journal only if all of it is equal. */
export interface RunDescription {
  /** Of the program. */
  readonly version: string;
  /** Hashes of the networks, the head that answers, and what runs them. */
  readonly models: Readonly<Record<string, string>>;
  /** The options that decide which frames are read and how. */
  readonly options: Readonly<Record<string, number | null>>;
  readonly inputs: readonly { readonly path: string; readonly size: number; readonly modified: number }[];
}

/** A video was opened. */
export interface VideoEntry {
  readonly type: 'video';
  /** Place among the inputs, from 0. */
  readonly index: number;
  readonly width: number;
  readonly height: number;
  readonly duration: number | null;
}

/** A frame was read: all that the networks said of it, exactly. */
export interface FrameEntry {
  readonly type: 'frame';
  readonly timestamp: number;
  /** `null` where the faces were followed and not looked for. */
  readonly detections: readonly Detection[] | null;
  /** n x 7. JavaScript writes numbers so that they are read as the very same. */
  readonly probabilities: readonly number[];
  /** Of the picture, see fingerprint.ts. */
  readonly fingerprint: number;
}

/** A video was read to its end. */
export interface EndEntry {
  readonly type: 'end';
  /** Why it ended before its time; `null` if it didn't. */
  readonly problem: string | null;
}

export type JournalEntry = VideoEntry | FrameEntry | EndEntry;
