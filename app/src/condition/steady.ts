/** Lets a value through only when it has stayed for a while, so that a message doesn't flicker; `null` at once. */
export class Steady<T> {
  readonly #seconds: number;
  #candidate: T | null = null;
  #since = 0;
  #shown: T | null = null;

  /** @param seconds how long a value must have stayed */
  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** @param now seconds, from any clock. @returns the value that has stayed long enough */
  update(value: T | null, now: number): T | null {
    if (value !== this.#candidate) {
      this.#candidate = value;
      this.#since = now;
    }
    if (value === null || now - this.#since >= this.#seconds) this.#shown = value;
    return this.#shown;
  }
}
