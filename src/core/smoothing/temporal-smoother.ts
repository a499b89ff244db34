import { EXPRESSIONS } from '../expression/labels.js';
import { assertDuration, assertTimestamp, ROUNDING_SECONDS } from '../time.js';

/** Time constant of the smoothing unless another is given, seconds. */
export const DEFAULT_SMOOTHING = 0.3;

/** Options of a {@link TemporalSmoother}. */
export interface TemporalSmootherOptions {
  /** Time constant of the filter, seconds: a step has come through to 63 % after it. 0 turns smoothing off. Default 0.3. */
  readonly timeConstantSeconds?: number;
  /** A track unseen for longer than this, seconds, starts afresh. Default 1. */
  readonly maxGapSeconds?: number;
}

interface State {
  /** Double precision, so that the sum stays 1 over hours. */
  readonly values: Float64Array;
  timestamp: number;
}

/**
 * First-order exponential smoothing of each track's probabilities, with the weight of a new value taken from the time
 * that has passed: alpha = 1 - exp(-dt / tau). The result is the same at any frame rate, sums to 1 as its input does,
 * and stays between the least and the greatest input.
 */
export class TemporalSmoother {
  readonly #timeConstantSeconds: number;
  readonly #maxGapSeconds: number;
  readonly #states = new Map<number, State>();

  /** @throws {RangeError} if an option is negative or not a number */
  constructor({ timeConstantSeconds = DEFAULT_SMOOTHING, maxGapSeconds = 1 }: TemporalSmootherOptions = {}) {
    assertDuration('timeConstantSeconds', timeConstantSeconds);
    assertDuration('maxGapSeconds', maxGapSeconds);
    this.#timeConstantSeconds = timeConstantSeconds;
    this.#maxGapSeconds = maxGapSeconds;
  }

  /**
   * Take in the next probabilities of a track.
   * @param probabilities seven, in the order of `EXPRESSIONS`, summing to 1; not changed
   * @param timestamp seconds, not before the track's last
   * @returns seven smoothed probabilities, a new array
   * @throws {RangeError} if there are not seven, or the timestamp is not finite or goes backwards
   */
  update(trackId: number, probabilities: Float32Array, timestamp: number): Float32Array {
    if (probabilities.length !== EXPRESSIONS.length) {
      throw new RangeError(
        `probabilities must have ${EXPRESSIONS.length} entries, got ${probabilities.length}`,
      );
    }
    const state = this.#states.get(trackId);
    assertTimestamp(timestamp, state?.timestamp ?? null, 'not decreasing');
    if (state === undefined || timestamp - state.timestamp > this.#maxGapSeconds + ROUNDING_SECONDS) {
      this.#states.set(trackId, { values: Float64Array.from(probabilities), timestamp });
      return probabilities.slice();
    }
    const elapsed = timestamp - state.timestamp;
    const alpha = this.#timeConstantSeconds === 0 ? 1 : 1 - Math.exp(-elapsed / this.#timeConstantSeconds);
    for (let i = 0; i < EXPRESSIONS.length; i++) {
      // Not value + alpha * (new - value): that cancels badly where the new value is tiny, and leaves the range.
      state.values[i] = (1 - alpha) * state.values[i] + alpha * probabilities[i];
    }
    state.timestamp = timestamp;
    return Float32Array.from(state.values);
  }

  /** Drop what is kept of a track that has ended. */
  forget(trackId: number): void {
    this.#states.delete(trackId);
  }
}
