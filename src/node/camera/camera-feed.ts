import type { FramePlan, StreamDescription } from '../video/frame-plan.js';

/** An RGB24 image of the planned size, valid until the next one is asked for. */
export interface CameraPicture {
  readonly data: Uint8Array;
  /** Seconds from the first picture. */
  readonly timestamp: number;
}

/** What reads a camera: a thread with node-av, or FFmpeg in a process. */
export interface CameraFeed {
  readonly decoder: 'node-av' | 'ffmpeg';
  readonly frameRate: StreamDescription['frameRate'];
  readonly size: Pick<FramePlan, 'width' | 'height' | 'imageWidth' | 'imageHeight'>;
  /**
   * The newest picture, as soon as there is one that was not given yet; `null` after the feed was stopped.
   * @throws {CameraFailure} if the camera gives no more
   */
  next(): Promise<CameraPicture | null>;
  /** Close the camera and free everything. A second call does nothing. */
  stop(): Promise<void>;
}

/** A camera can't be opened or read. */
export class CameraFailure extends Error {
  /**
   * @param errno the system's number, positive; 0 where there is none
   * @param reason in FFmpeg's words
   */
  constructor(
    readonly stage: 'open' | 'read',
    readonly errno: number,
    readonly reason: string,
  ) {
    super(reason);
  }
}
