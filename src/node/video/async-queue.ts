/** First in, first out, between one writer and one reader that may have to wait. */
export class AsyncQueue<T> {
  readonly #items: T[] = [];
  #isClosed = false;
  #wake: () => void = () => {};

  put(item: T): void {
    this.#items.push(item);
    this.#wake();
  }

  /** No more will be put in. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** @returns the oldest item; `null` once the queue is closed and empty */
  async take(): Promise<T | null> {
    while (this.#items.length === 0) {
      if (this.#isClosed) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#items.shift()!;
  }

  /** Forget what is in the queue. */
  clear(): void {
    this.#items.length = 0;
  }
}
