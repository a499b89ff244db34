/** Median of the last values, at most `capacity` of them. */
export class RecentMedian {
  readonly #capacity: number;
  readonly #values: number[] = [];
  #next = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(value: number): void {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  /** @returns `null` before there is a value */
  median(): number | null {
    const sorted = this.#values.toSorted((a, b) => a - b);
    if (sorted.length === 0) return null;
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
