/** The mean of the frames within a slice of time. */
export interface Bin {
  /** Start of the slice, seconds from the origin. */
  readonly start: number;
  /** Number of values that came in. */
  readonly count: number;
  readonly means: readonly number[];
  /** Unbroken stretch that its first and its last value belong to: between bins of two stretches is a gap. */
  readonly firstStretch: number;
  readonly lastStretch: number;
}

interface Sums {
  count: number;
  readonly sums: Float64Array;
  firstStretch: number;
  lastStretch: number;
}

/** Seconds a bin at first: about a frame. */
const FIRST_BIN_SECONDS = 1 / 32;

/**
 * Means over slices of time of equal length, for charts: memory and detail are bounded, whatever the length of the
 * recording. When the time goes beyond `capacity` bins, all become twice as long. Bins of two instances with the same
 * origin lie upon each other once they have the same length.
 */
export class TimeBins {
  readonly #columnCount: number;
  readonly #capacity: number;
  #bins = new Map<number, Sums>();
  #binSeconds = FIRST_BIN_SECONDS;

  constructor(columnCount: number, capacity: number) {
    this.#columnCount = columnCount;
    this.#capacity = capacity;
  }

  get binSeconds(): number {
    return this.#binSeconds;
  }

  /**
   * @param time seconds from the origin, at least 0, not before the one before
   * @param stretch number of the unbroken stretch that the values belong to
   */
  add(time: number, values: ArrayLike<number>, stretch: number): void {
    while (Math.floor(time / this.#binSeconds) >= this.#capacity) this.#doubleLength();
    const index = Math.floor(time / this.#binSeconds);
    let bin = this.#bins.get(index);
    if (bin === undefined) {
      bin = {
        count: 0,
        sums: new Float64Array(this.#columnCount),
        firstStretch: stretch,
        lastStretch: stretch,
      };
      this.#bins.set(index, bin);
    }
    bin.count++;
    bin.lastStretch = stretch;
    for (let column = 0; column < this.#columnCount; column++) bin.sums[column] += values[column];
  }

  /**
   * The bins that hold something, in order.
   * @param binSeconds length to bring them to, {@link TimeBins.binSeconds} times a power of two; not kept
   */
  read(binSeconds: number = this.#binSeconds): Bin[] {
    const copy = new TimeBins(this.#columnCount, this.#capacity);
    copy.#bins = this.#bins;
    copy.#binSeconds = this.#binSeconds;
    while (copy.#binSeconds < binSeconds) copy.#doubleLength();
    return [...copy.#bins].map(([index, { count, sums, firstStretch, lastStretch }]) => ({
      start: index * copy.#binSeconds,
      count,
      means: Array.from(sums, (sum) => sum / count),
      firstStretch,
      lastStretch,
    }));
  }

  #doubleLength(): void {
    const merged = new Map<number, Sums>();
    // A map keeps the order in which the bins came, and that is the order of time.
    for (const [index, bin] of this.#bins) {
      const half = merged.get(index >> 1);
      if (half === undefined) merged.set(index >> 1, { ...bin, sums: bin.sums.slice() });
      else {
        half.count += bin.count;
        half.lastStretch = bin.lastStretch;
        for (const [column, sum] of bin.sums.entries()) half.sums[column] += sum;
      }
    }
    this.#bins = merged;
    this.#binSeconds *= 2;
  }
}
