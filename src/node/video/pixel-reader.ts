import type { Readable } from 'node:stream';

/** Cuts a pipe's bytes into pictures. */
export class PixelReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(pipe: Readable) {
    this.#chunks = pipe[Symbol.asyncIterator]();
  }

  /** @returns false if the pipe ends before the picture is full */
  async fill(picture: Uint8Array): Promise<boolean> {
    let filled = 0;
    for (;;) {
      const part = this.#rest.subarray(0, picture.length - filled);
      picture.set(part, filled);
      filled += part.length;
      this.#rest = this.#rest.subarray(part.length);
      if (filled === picture.length) return true;
      const { value, done } = await this.#chunks.next();
      if (done) return false;
      this.#rest = value;
    }
  }

  /**
   * Throw away what is still to come. A process isn't seen to have ended as long as a pipe of its own is half read.
   * @returns once the pipe has ended
   */
  async discard(): Promise<void> {
    while (!(await this.#chunks.next()).done);
  }
}
