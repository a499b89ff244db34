import { STATES } from './states.js';

/** When so many batches are full, neighbours merge and batches become twice as long. */
const CAPACITY = 20;

/** The fewest batches that a variance is taken from; Schmeiser advises 10 to 30. */
const FEWEST = CAPACITY / 2;

/** Seconds of face in a batch at the start. */
const FIRST_BATCH_SECONDS = 1;

/** 97.5 % quantiles of Student's t distribution with FEWEST - 1 to CAPACITY - 2 degrees of freedom. */
const T_QUANTILES = [2.2622, 2.2281, 2.201, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009];

/**
 * Confidence intervals of time shares, in one pass and constant memory.
 *
 * Frames aren't independent: a smile lasts for many of them, so an interval from the number of frames would be far
 * too narrow. Instead, the time with a face is cut into 10 to 19 batches of equal length, which are taken as
 * independent: the spread of their shares gives the variance of the whole share. From it follows the effective number
 * of independent observations, p (1 - p) / variance, for Wilson's interval with Student's quantile, which stays inside
 * [0, 1] and is open-minded about a state that was never seen. Where the batches don't differ at all, each counts as
 * one observation. Batches shorter than the episodes are correlated still; then the interval is too narrow.
 * @see Schmeiser 1982 (batch means), https://doi.org/10.1287/opre.30.3.556
 * @see Korn and Graubard 1998 (intervals by the effective sample size),
 *   https://www150.statcan.gc.ca/n1/en/catalogue/12-001-X19980024356
 */
export class BatchMeans {
  /** Seconds in each state, row-major CAPACITY x 8; row `#full` is being filled. */
  readonly #seconds = new Float64Array(CAPACITY * STATES.length);
  #full = 0;
  #batchSeconds = FIRST_BATCH_SECONDS;
  #filled = 0;

  /** Add time in a state; it may fill several batches. */
  add(state: number, seconds: number): void {
    let left = seconds;
    while (left > 0) {
      const part = Math.min(left, this.#batchSeconds - this.#filled);
      this.#seconds[this.#full * STATES.length + state] += part;
      this.#filled += part;
      left -= part;
      if (this.#filled < this.#batchSeconds) return;
      this.#full++;
      this.#filled = 0;
      if (this.#full === CAPACITY) this.#mergeNeighbours();
    }
  }

  clone(): BatchMeans {
    const copy = new BatchMeans();
    copy.#seconds.set(this.#seconds);
    copy.#full = this.#full;
    copy.#batchSeconds = this.#batchSeconds;
    copy.#filled = this.#filled;
    return copy;
  }

  /**
   * 95 % confidence interval of a state's share.
   * @param share of all time, 0 to 1, with the batch that isn't full yet
   * @returns [low, high], which contains `share`; `null` while there are too few batches
   */
  interval95(state: number, share: number): readonly [number, number] | null {
    if (this.#full < FEWEST) return null;
    const variance = this.#varianceOfMean(state);
    const observations = variance > 0 ? (share * (1 - share)) / variance : this.#full;
    return wilson(share, observations, T_QUANTILES[this.#full - FEWEST]);
  }

  #varianceOfMean(state: number): number {
    let mean = 0;
    let squares = 0;
    for (let batch = 0; batch < this.#full; batch++) {
      const share = this.#seconds[batch * STATES.length + state] / this.#batchSeconds;
      const delta = share - mean;
      mean += delta / (batch + 1);
      squares += delta * (share - mean);
    }
    return squares / (this.#full - 1) / this.#full;
  }

  #mergeNeighbours(): void {
    for (let batch = 0; batch < CAPACITY / 2; batch++) {
      for (let state = 0; state < STATES.length; state++) {
        const first = 2 * batch * STATES.length + state;
        this.#seconds[batch * STATES.length + state] =
          this.#seconds[first] + this.#seconds[first + STATES.length];
      }
    }
    this.#seconds.fill(0, (CAPACITY / 2) * STATES.length);
    this.#full = CAPACITY / 2;
    this.#batchSeconds *= 2;
  }
}

/** Wilson's score interval for a number of observations that need not be whole. */
function wilson(share: number, observations: number, quantile: number): readonly [number, number] {
  const q2 = quantile ** 2 / observations;
  const centre = (share + q2 / 2) / (1 + q2);
  const half = Math.sqrt(q2 * share * (1 - share) + q2 ** 2 / 4) / (1 + q2);
  // At 0 and 1 one end equals the share; rounding would put it a bit to the wrong side.
  return [Math.max(0, Math.min(share, centre - half)), Math.min(1, Math.max(share, centre + half))];
}
