import type { Frame, FrameResult } from '../../core/index.js';

/** A picture that was read, on its way to the outputs. */
export interface ReadPicture {
  readonly path: string;
  readonly result: FrameResult;
  /** The picture in its full size, decoded at the first call. */
  fullSize(): Promise<Frame>;
}

/**
 * Writes something of every picture.
 * @throws {OutputError} if a file can't be written
 */
export type ImageOutput = (picture: ReadPicture) => Promise<void>;
