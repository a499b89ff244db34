import { BackendUnavailableError } from '../core/errors.js';
import { reviveError } from './serialized-error.js';
import type { CallName, Calls, Reply, Request } from './worker-messages.js';

interface Pending {
  resolve(value: Calls[CallName]['reply']): void;
  reject(error: Error): void;
}

/** The part of Worker that is used, so that a test can stand in for it. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/** Calls a worker like a function: replies are matched by id, and errors arrive as errors. */
export class WorkerClient {
  readonly #worker: WorkerLike;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #failure: Error | null = null;

  constructor(worker: WorkerLike, onWarning?: (message: string) => void) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      if (data.type === 'warning') onWarning?.(data.message);
      else this.#settle(data);
    });
    worker.addEventListener('error', (event: ErrorEvent) => {
      // A script that can't be fetched or parsed gives an event without a message.
      const reason = event.message || 'its script could not be loaded';
      this.close(new BackendUnavailableError(`the inference worker failed: ${reason}`));
    });
    worker.addEventListener('messageerror', () => {
      this.close(new BackendUnavailableError('the inference worker sent a message that could not be read'));
    });
  }

  /**
   * Call the worker.
   * @param transfer objects that go to the worker and are gone here
   * @throws whatever the call threw in the worker, or why the worker is gone
   */
  call<Name extends CallName>(
    call: Name,
    request: Calls[Name]['request'],
    transfer: Transferable[] = [],
  ): Promise<Calls[Name]['reply']> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      try {
        this.#worker.postMessage({ id, call, request } as Request, transfer);
      } catch (error) {
        this.#pending.delete(id);
        reject(error);
      }
    });
  }

  /** End the worker; calls under way, and later ones, reject with the error. */
  close(error: Error): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  #settle(reply: Exclude<Reply, { type: 'warning' }>): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.type === 'result') pending?.resolve(reply.value);
    else pending?.reject(reviveError(reply.error));
  }
}
