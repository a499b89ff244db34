import type { Frame } from '../../core/index.js';

/** A camera that may be opened. */
export interface CameraDevice {
  /** What to open it by. */
  readonly id: string;
  /** The maker's name. */
  readonly label: string;
}

export interface CameraOptions {
  /**
   * Which camera: an id of `listCameras`; default: the first one. Or a stand-in: the path of a video file (or
   * `file:clip.mp4`), played in real time again and again, or `lavfi:` and one of FFmpeg's sources (`lavfi:testsrc`).
   */
  readonly device?: string;
  /** Size to ask for, pixels; the camera gives what comes nearest. Default 1280 x 720. */
  readonly width?: number;
  readonly height?: number;
  /** Give at most this many frames a second; default: what the camera gives when it is asked for 30. */
  readonly fps?: number;
  /** Stops the camera; `frames()` then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** An open camera. */
export interface Camera {
  readonly device: CameraDevice;
  /** Size of the picture, pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames a second as the camera says; `null` where it doesn't. */
  readonly frameRate: number | null;
  /** What reads it. */
  readonly decoder: 'node-av' | 'ffmpeg';
  /**
   * Read the camera, once: the newest frame wins, those that came meanwhile are left out. Timestamps are seconds from the
   * first frame and always increase. The pixels of a frame are valid until the next one is asked for. Leaving the loop
   * closes the camera.
   * @throws {CameraUnavailableError} if the camera is unplugged or gives no more pictures
   */
  frames(): AsyncGenerator<Frame>;
  /** Close the camera. A second call does nothing. */
  dispose(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
