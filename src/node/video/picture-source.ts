import type { AnyImage } from '../../core/index.js';
import type { FramePlan, StreamDescription } from './frame-plan.js';

/** An image of the planned size. */
export interface Picture {
  readonly image: AnyImage;
  /** What holds its pixels. */
  readonly buffer: ArrayBuffer;
  /** Seconds from the start of the file. */
  readonly timestamp: number;
}

/** What decodes a video: a thread with node-av, or FFmpeg in a process. It decodes ahead by a few pictures. */
export interface PictureSource {
  readonly decoder: 'node-av' | 'ffmpeg';
  /**
   * The next picture; `null` after the last one, or when the source was stopped.
   * @throws {UndecodableError} if there is none at all
   */
  read(): Promise<Picture | null>;
  /** After the end: what is missing or damaged, in words that follow the file's name; `null` if nothing is. */
  readonly damage: string | null;
  /** Give a picture's memory back; its pixels can't be read from then on. */
  recycle(picture: Picture): void;
  /** Stop decoding and free everything. A second call does nothing. */
  stop(): Promise<void>;
}

/** A source, and what it will give. */
export interface OpenedSource {
  readonly source: PictureSource;
  readonly stream: StreamDescription;
  readonly plan: FramePlan;
}

/** A way of decoding isn't installed, or doesn't run on this system. */
export class DecoderUnavailableError extends Error {}

/** Pictures that exist at any time: one is being read, one decoded, the others wait, so that neither side does. */
export const PICTURES = 4;
