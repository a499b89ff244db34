import type { AnyImage, Frame, RgbImage } from '../../core/index.js';

/** A video that was opened and not yet decoded. */
export interface Video<Image extends AnyImage = RgbImage> {
  /** For results and messages: the path or address as it was given, without a user name and password. */
  readonly name: string;
  /** Width as shown, pixels: turned upright and with square pixels. */
  readonly width: number;
  /** Height as shown, pixels. */
  readonly height: number;
  /** Seconds; `null` where the file doesn't say. */
  readonly duration: number | null;
  /** Mean frames a second; `null` where the file doesn't say. */
  readonly frameRate: number | null;
  /** What decodes it. */
  readonly decoder: 'node-av' | 'ffmpeg';
  /**
   * Decode, once, in order of presentation. Timestamps are seconds from the start of the file and always increase. The pixels
   * of a frame are valid until the next one is asked for; then their memory is used again. Leaving the loop frees the
   * decoder.
   * @throws {TruncatedMediaError} after the last good frame, if the file breaks off or is damaged
   * @throws {UnsupportedMediaError} if nothing can be decoded
   */
  frames(): AsyncGenerator<Frame<Image>>;
  /** Stop decoding and free everything. A second call does nothing. */
  dispose(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
