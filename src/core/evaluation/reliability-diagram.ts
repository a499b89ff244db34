/** One bin of a reliability diagram: what was claimed against what was true. */
export interface ReliabilityBin {
  /** Lower edge of the top probability, excluded (0 is included in the first bin). */
  readonly low: number;
  /** Upper edge of the top probability, included. */
  readonly high: number;
  readonly count: number;
  /** Mean top probability of the samples in the bin; `null` where there are none. */
  readonly meanConfidence: number | null;
  /** Fraction of the samples in the bin that were right; `null` where there are none. */
  readonly accuracy: number | null;
}

/**
 * Streaming reliability diagram over equal-width bins of the top probability.
 * @see Guo et al. 2017, https://arxiv.org/abs/1706.04599
 */
export class ReliabilityDiagram {
  readonly #counts: Uint32Array;
  readonly #correct: Uint32Array;
  readonly #confidence: Float64Array;

  /**
   * @param binCount number of equal-width bins, at least 1
   * @throws {RangeError} if `binCount` is not a whole number of at least 1
   */
  constructor(binCount = 15) {
    if (!Number.isInteger(binCount) || binCount < 1) {
      throw new RangeError(`binCount must be a whole number, at least 1, got ${binCount}`);
    }
    this.#counts = new Uint32Array(binCount);
    this.#correct = new Uint32Array(binCount);
    this.#confidence = new Float64Array(binCount);
  }

  /**
   * Count one sample.
   * @param confidence its top probability, 0 to 1; rounding just above 1 is taken as 1
   * @param correct whether the most probable class was the true one
   */
  add(confidence: number, correct: boolean): void {
    const last = this.#counts.length - 1;
    const bin = Math.max(0, Math.min(last, Math.ceil(confidence * this.#counts.length) - 1));
    this.#counts[bin] += 1;
    this.#correct[bin] += correct ? 1 : 0;
    this.#confidence[bin] += confidence;
  }

  /** The bins, lowest first. */
  bins(): ReliabilityBin[] {
    return Array.from(this.#counts, (count, bin) => ({
      low: bin / this.#counts.length,
      high: (bin + 1) / this.#counts.length,
      count,
      meanConfidence: count === 0 ? null : this.#confidence[bin] / count,
      accuracy: count === 0 ? null : this.#correct[bin] / count,
    }));
  }

  /** Expected calibration error: the gap between confidence and accuracy, averaged over samples; 0 without any. */
  expectedCalibrationError(): number {
    let total = 0;
    let gap = 0;
    for (let bin = 0; bin < this.#counts.length; bin++) {
      total += this.#counts[bin];
      gap += Math.abs(this.#correct[bin] - this.#confidence[bin]);
    }
    return total === 0 ? 0 : gap / total;
  }
}
