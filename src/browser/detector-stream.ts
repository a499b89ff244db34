import type { FrameResult } from '../core/types.js';
import type { StreamFrame } from './video.js';
import type { WorkerClient } from './worker-client.js';

/** Frames with a longer side than this are shrunk where they must be drawn, pixels: enough for faces, and quickly read. */
export const DEFAULT_STREAM_MAX_SIDE = 640;

/** One stream of frames: faces keep their ids, and probabilities are smoothed over time. */
export class DetectorStream {
  readonly #client: WorkerClient;
  readonly #id: number;
  readonly #maxSide: number;
  #closed = false;

  constructor(client: WorkerClient, id: number, maxSide: number) {
    this.#client = client;
    this.#id = id;
    this.#maxSide = maxSide;
  }

  /**
   * Read the next frame. Its image is transferred: it can't be used here afterwards.
   * @throws {RangeError} if its timestamp is not after the one before
   */
  detect({ image, timestamp, width, height }: StreamFrame): Promise<FrameResult> {
    const request = { stream: this.#id, image, timestamp, width, height, maxSide: this.#maxSide };
    return this.#client.call('detectFrame', request, [image]);
  }

  /** Change the threshold, or the smoothing's time constant in seconds, from the next frame on. */
  async adjust(settings: { readonly threshold?: number; readonly smoothing?: number }): Promise<void> {
    await this.#client.call('adjustStream', { stream: this.#id, ...settings });
  }

  /** Forget the stream's faces. A second call does nothing. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#client.call('closeStream', { stream: this.#id });
  }
}
