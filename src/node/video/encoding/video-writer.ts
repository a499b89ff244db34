import { once } from 'node:events';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { assertRgbImage } from '../../../core/image/rgb-image.js';
import { OutputError, type RgbImage, UnsupportedMediaError } from '../../../core/index.js';
import { assertTimestamp } from '../../../core/time.js';
import { AsyncQueue } from '../async-queue.js';
import { parseMediaAddress } from '../media-address.js';
import type { EncodeJob, FromEncoder, ToEncoder } from './encode-job.js';
import { ENCODE_WORKER_URL } from './encode-worker-url.js';

/** Pictures on their way to the encoder at any time: it works on one while the next is drawn. */
const PICTURES = 3;

/** What a {@link VideoWriter} is opened for. */
export interface VideoWriterOptions extends Omit<EncodeJob, 'source'> {
  /** Path of the video whose sound and colours are kept; `null` where there is none, as for a camera. */
  readonly source: string | null;
}

/**
 * Open a video file for writing.
 * @throws {OutputError} if it can't be written, or nothing here encodes video
 * @throws {UnsupportedMediaError} if the source is missing or no video
 */
export async function openVideoWriter({ source, ...options }: VideoWriterOptions): Promise<VideoWriter> {
  const address = source === null ? null : parseMediaAddress(source, resolve);
  const writer = new VideoWriter({ ...options, source: address });
  await writer.opened();
  return writer;
}

/** Encodes pictures in a thread of its own, so that this goes on while the next ones are read. */
export class VideoWriter {
  readonly #job: EncodeJob;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #inbox = new AsyncQueue<FromEncoder>();
  #free: ArrayBuffer[];
  #crash: unknown = null;
  #timestamp: number | null = null;

  constructor(job: EncodeJob) {
    this.#job = job;
    this.#free = Array.from({ length: PICTURES }, () => new ArrayBuffer(job.width * job.height * 3));
    this.#worker = new Worker(ENCODE_WORKER_URL, { workerData: job });
    this.#worker.on('message', (message: FromEncoder) => this.#inbox.put(message));
    this.#exited = once(this.#worker, 'exit')
      .catch((error) => {
        this.#crash = error;
      })
      .then(() => this.#inbox.close());
  }

  /** @throws {OutputError} if the file can't be written */
  async opened(): Promise<void> {
    await this.#receive();
  }

  /**
   * Encode a picture; waits while the encoder is behind. The pixels are copied.
   * @param image RGB, of the size that the writer was opened for
   * @param timestamp seconds from the start of the source, increasing
   * @throws {OutputError} if the file can't be written
   * @throws {TypeError | RangeError} if the image is not RGB of that size, or the timestamp doesn't increase
   */
  async write(image: RgbImage, timestamp: number): Promise<void> {
    this.#assertFits(image);
    assertTimestamp(timestamp, this.#timestamp, 'increasing');
    this.#timestamp = timestamp;
    while (this.#free.length === 0) {
      const message = await this.#receive();
      if (message.type === 'buffer') this.#free.push(message.buffer);
    }
    const buffer = this.#free.pop()!;
    new Uint8Array(buffer).set(image.data);
    this.#send({ type: 'frame', buffer, timestamp }, [buffer]);
  }

  #assertFits(image: RgbImage): void {
    assertRgbImage(image);
    const { width, height } = this.#job;
    if (image.width !== width || image.height !== height || image.channels !== 3) {
      const given = `${image.width} x ${image.height} of ${image.channels} channels`;
      throw new RangeError(`image must be ${width} x ${height} of 3 channels, got ${given}`);
    }
  }

  /**
   * Write all that is on its way, and the end of the file.
   * @throws {OutputError} if the file can't be written
   */
  async finish(): Promise<void> {
    this.#send({ type: 'finish' });
    while ((await this.#receive()).type !== 'finished');
    await this.#exited;
  }

  /** Stop at once; the file can't be played. */
  async discard(): Promise<void> {
    await this.#worker.terminate();
  }

  #send(message: ToEncoder, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  async #receive(): Promise<FromEncoder> {
    const message = await this.#inbox.take();
    if (message === null) throw this.#crash ?? new Error('the encoding thread ended by itself');
    if (message.type === 'failed') {
      const { name, source } = this.#job;
      if (message.file === 'source') throw new UnsupportedMediaError(`${source!.name} ${message.message}`);
      throw new OutputError(`${name} ${message.message}`);
    }
    return message;
  }
}
