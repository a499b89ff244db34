import type { MediaAddress } from '../media-address.js';

/** What a video is written as. */
export interface EncodeJob {
  /** The video whose sound and colours are kept; `null` where there is none, as for a camera. */
  readonly source: MediaAddress | null;
  /** The file's name in messages. */
  readonly name: string;
  /** Path of the file that is written. */
  readonly path: string;
  /** FFmpeg's name of the container. */
  readonly container: string;
  /** Size of the pictures, pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames a second, which the bit rate is planned by; `null` where nobody knows. */
  readonly frameRate: number | null;
  /** The time in the source at which the written video begins, seconds. */
  readonly start: number;
  /** The time in the source from which on sound is left out, seconds. */
  readonly end: number;
}

/** Containers by the ending of a file's name. */
const CONTAINERS: Readonly<Record<string, string>> = {
  '.mp4': 'mp4',
  '.m4v': 'mp4',
  '.mov': 'mov',
  '.mkv': 'matroska',
};

/** FFmpeg's name of the container that a file name asks for; `null` for one that isn't written. */
export function containerOf(path: string): string | null {
  const ending = /\.[^.]*$/.exec(path.toLowerCase())?.[0] ?? '';
  return CONTAINERS[ending] ?? null;
}

/** What the encoding thread is sent. */
export type ToEncoder =
  | { readonly type: 'frame'; readonly buffer: ArrayBuffer; readonly timestamp: number }
  | { readonly type: 'finish' };

/** What it answers. */
export type FromEncoder =
  /** The file is open. */
  | { readonly type: 'ready' }
  /** Room for another picture. */
  | { readonly type: 'buffer'; readonly buffer: ArrayBuffer }
  | { readonly type: 'finished' }
  /** The source can't be read, or the file can't be written; `message` completes a sentence that begins with its name. */
  | { readonly type: 'failed'; readonly file: 'source' | 'output'; readonly message: string };
