import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { DecoderUnavailableError } from '../video/picture-source.js';
import { CameraFailure, type CameraFeed, type CameraPicture } from './camera-feed.js';
import type { CameraInput } from './camera-input.js';
import { LatestPictureReader } from './latest-picture.js';
import type { CameraWorkerInput, FromCameraWorker } from './messages.js';
import { CAMERA_WORKER_URL } from './worker-url.js';

type Opened = Extract<FromCameraWorker, { type: 'opened' }>;

/**
 * Open a camera with node-av in a thread of its own.
 * @param inputs tried one after the other
 * @throws {DecoderUnavailableError} if node-av doesn't run here
 * @throws {CameraFailure} if none can be opened
 */
export async function openCameraThread(inputs: readonly CameraInput[], maxSide: number): Promise<CameraFeed> {
  const thread = new CameraThread(inputs, maxSide);
  try {
    return thread.feed(await thread.opened());
  } catch (error) {
    await thread.stop();
    throw error;
  }
}

class CameraThread {
  readonly #stopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  #opened: Opened | null = null;
  #failure: unknown = null;
  #isRunning = true;
  #wake: () => void = () => {};

  constructor(inputs: readonly CameraInput[], maxSide: number) {
    const workerData: CameraWorkerInput = { inputs, maxSide, stopped: this.#stopped };
    this.#worker = new Worker(CAMERA_WORKER_URL, { workerData });
    this.#worker.on('message', (message: FromCameraWorker) => this.#hear(message));
    this.#exited = once(this.#worker, 'exit')
      .catch((error) => {
        this.#failure = error;
      })
      .then(() => {
        this.#isRunning = false;
        this.#wake();
      });
  }

  #hear(message: FromCameraWorker): void {
    if (message.type === 'opened') this.#opened = message;
    else if (message.type === 'failed')
      this.#failure = new CameraFailure(message.stage, message.errno, message.reason);
    else if (message.type === 'unavailable') this.#failure = new DecoderUnavailableError(message.message);
    this.#wake();
  }

  /** Wait until there is something, or the thread has ended. */
  async #await<T>(look: () => T | null): Promise<T | null> {
    for (;;) {
      const found = look();
      if (found) return found;
      if (this.#failure) throw this.#failure;
      if (!this.#isRunning) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async opened(): Promise<Opened> {
    const opened = await this.#await(() => this.#opened);
    if (!opened) throw new Error("the camera's thread ended without an answer");
    return opened;
  }

  feed({ frameRate, size, memory }: Opened): CameraFeed {
    const reader = new LatestPictureReader(memory);
    return {
      decoder: 'node-av',
      frameRate,
      size,
      next: () => this.#await((): CameraPicture | null => reader.take()),
      stop: () => this.stop(),
    };
  }

  async stop(): Promise<void> {
    Atomics.store(this.#stopped, 0, 1);
    Atomics.notify(this.#stopped, 0);
    await this.#exited;
  }
}
