import { STATES } from './states.js';

/** How often each state was followed by each other one. */
export class TransitionCounter {
  readonly #counts = new Float64Array(STATES.length * STATES.length);

  add(from: number, to: number): void {
    this.#counts[from * STATES.length + to]++;
  }

  clone(): TransitionCounter {
    const copy = new TransitionCounter();
    copy.#counts.set(this.#counts);
    return copy;
  }

  /** 8 x 8, `[from][to]`; the diagonal is 0. */
  matrix(): number[][] {
    return STATES.map((_, from) => [
      ...this.#counts.subarray(from * STATES.length, (from + 1) * STATES.length),
    ]);
  }
}
