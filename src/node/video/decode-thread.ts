import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { AsyncQueue } from './async-queue.js';
import { relayStandardInput, type ThreadInput } from './decode-thread-input.js';
import { planFrames } from './frame-plan.js';
import type { MediaAddress } from './media-address.js';
import { type FromWorker, SIGNALS, STOPPED, type ToWorker, type WorkerInput } from './messages.js';
import { imageIn } from './picture-layout.js';
import {
  DecoderUnavailableError,
  type OpenedSource,
  PICTURES,
  type Picture,
  type PictureSource,
} from './picture-source.js';
import { UndecodableError } from './undecodable-error.js';
import type { FrameSelection } from './video-options.js';
import { DECODE_WORKER_URL } from './worker-url.js';

/**
 * Open a file with node-av in a thread of its own, so that decoding goes on while the networks run.
 * @param signal ends standard input, which may give nothing for ever
 * @throws {DecoderUnavailableError} if node-av doesn't run here
 * @throws {UndecodableError} if the file isn't a video
 */
export async function openDecodeThread(
  address: MediaAddress,
  selection: FrameSelection,
  signal?: AbortSignal,
): Promise<OpenedSource> {
  const input = address.kind === 'pipe' ? await relayStandardInput() : null;
  const endInput = () => input?.close();
  if (signal?.aborted) endInput();
  signal?.addEventListener('abort', endInput);
  const source = new DecodeThread(input ? { ...address, url: input.url } : address, selection, input);
  try {
    const answer = await source.receive();
    if (answer?.type !== 'opened') throw new Error(`the decoding thread answered ${answer?.type} to a file`);
    const plan = planFrames(answer.stream, selection);
    source.lendBuffers();
    return { source, stream: answer.stream, plan };
  } catch (error) {
    await source.stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', endInput);
  }
}

class DecodeThread implements PictureSource {
  readonly decoder = 'node-av';
  damage: string | null = null;
  readonly #control = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #inbox = new AsyncQueue<FromWorker>();
  readonly #input: ThreadInput | null;
  #failure: unknown = null;

  constructor(address: MediaAddress, selection: FrameSelection, input: ThreadInput | null) {
    this.#input = input;
    const workerData: WorkerInput = { address, selection, control: this.#control };
    this.#worker = new Worker(DECODE_WORKER_URL, { workerData });
    this.#worker.on('message', (message: FromWorker) => this.#inbox.put(message));
    this.#exited = once(this.#worker, 'exit')
      .catch((error) => {
        this.#failure = error;
      })
      .then(() => this.#inbox.close());
  }

  async read(): Promise<Picture | null> {
    const message = await this.receive();
    if (message?.type === 'frame') {
      const { buffer, layout, timestamp } = message;
      return { image: imageIn(buffer, layout), buffer, timestamp };
    }
    if (message?.type === 'ended') this.damage = message.damage;
    return null;
  }

  /** The next message; `null` if the thread has ended. */
  async receive(): Promise<FromWorker | null> {
    // Somebody waits now, so the thread may keep the process alive; otherwise it may not.
    this.#worker.ref();
    const message = await this.#inbox.take();
    this.#worker.unref();
    if (!message && this.#failure) throw this.#failure;
    if (message?.type === 'unavailable') throw new DecoderUnavailableError(message.message);
    if (message?.type === 'undecodable') throw new UndecodableError(message.message);
    return message;
  }

  /** Let decoding begin; the thread knows how large a picture is. */
  lendBuffers(): void {
    for (let i = 0; i < PICTURES; i++) this.#lend(new ArrayBuffer(0));
  }

  recycle({ buffer }: Picture): void {
    this.#lend(buffer);
  }

  #lend(buffer: ToWorker): void {
    this.#worker.postMessage(buffer, [buffer]);
    this.#signal();
  }

  #signal(): void {
    Atomics.add(this.#control, SIGNALS, 1);
    Atomics.notify(this.#control, SIGNALS);
  }

  async stop(): Promise<void> {
    Atomics.store(this.#control, STOPPED, 1);
    this.#signal();
    this.#input?.close();
    this.#worker.ref();
    await this.#exited;
    // Pictures that were decoded ahead are of no use any more.
    this.#inbox.clear();
  }
}
