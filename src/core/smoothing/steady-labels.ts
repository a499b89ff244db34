import type { Expression } from '../expression/labels.js';
import { assertDuration, assertTimestamp, ROUNDING_SECONDS } from '../time.js';
import type { FrameResult } from '../types.js';

/** How long a face must show something else before its label follows, unless another time is given, seconds. */
export const DEFAULT_DWELL = 0.3;

export interface SteadyLabelsOptions {
  /** How long a face must show something else, without a break, before its label follows, seconds. Default 0.3. */
  readonly dwellSeconds?: number;
  /** A track unseen for longer than this, seconds, starts afresh. Default 1. */
  readonly maxGapSeconds?: number;
}

/** The label of a face, `null` for uncertain. */
export interface SteadyLabel {
  readonly expression: Expression | null;
  /** When the face began to show it, seconds: before the label followed. */
  readonly since: number;
}

interface State {
  shown: SteadyLabel;
  /** What may become the label, and the time of the frame before it, which was the last without it. */
  next: (SteadyLabel & { readonly after: number }) | null;
  /** When the face showed its label last, seconds. */
  seen: number;
  timestamp: number;
}

/** A label that its face hasn't shown for so many dwell times goes, even though nothing else has lasted. */
const LONGEST_DWELLS = 2;

/**
 * Keeps the labels of faces from flickering between two expressions, or at the threshold: one follows what its face shows
 * only when that has lasted, or when it hasn't shown the label for twice as long. Frames that are further apart than that are
 * each taken at their word.
 */
export class SteadyLabels {
  readonly #dwellSeconds: number;
  readonly #maxGapSeconds: number;
  readonly #states = new Map<number, State>();

  /** @throws {RangeError} if an option is negative or not a number */
  constructor({ dwellSeconds = DEFAULT_DWELL, maxGapSeconds = 1 }: SteadyLabelsOptions = {}) {
    assertDuration('dwellSeconds', dwellSeconds);
    assertDuration('maxGapSeconds', maxGapSeconds);
    this.#dwellSeconds = dwellSeconds;
    this.#maxGapSeconds = maxGapSeconds;
  }

  /**
   * Take in what a face shows.
   * @param timestamp seconds, later than the track's last
   * @throws {RangeError} if the timestamp is not finite or not later
   */
  update(trackId: number, expression: Expression | null, timestamp: number): SteadyLabel {
    const state = this.#states.get(trackId);
    assertTimestamp(timestamp, state?.timestamp ?? null, 'increasing');
    if (state === undefined || timestamp - state.timestamp > this.#maxGapSeconds + ROUNDING_SECONDS) {
      const shown = { expression, since: timestamp };
      this.#states.set(trackId, { shown, next: null, seen: timestamp, timestamp });
      return shown;
    }
    if (expression !== state.shown.expression) this.#consider(state, expression, timestamp);
    if (expression === state.shown.expression) {
      state.next = null;
      state.seen = timestamp;
    }
    state.timestamp = timestamp;
    return state.shown;
  }

  #consider(state: State, expression: Expression | null, timestamp: number): void {
    if (state.next?.expression !== expression) {
      state.next = { expression, since: timestamp, after: state.timestamp };
    }
    const { since, after } = state.next;
    const dwell = this.#dwellSeconds - ROUNDING_SECONDS;
    if (timestamp - after < dwell && timestamp - state.seen < LONGEST_DWELLS * dwell) return;
    state.shown = { expression, since };
  }

  /**
   * A frame of a stream as it is to be shown to people: each face's expression is its label, and its probability that of the
   * label. A still picture passes as it is.
   */
  apply(result: FrameResult): FrameResult {
    const { timestamp, faces } = result;
    if (timestamp === null) return result;
    this.#forgetBefore(timestamp - this.#maxGapSeconds);
    return {
      ...result,
      faces: faces.map((face) => {
        if (face.trackId === null) return face;
        const { expression } = this.update(face.trackId, face.expression, timestamp);
        const { probabilities } = face;
        const probability =
          expression === null ? Math.max(...Object.values(probabilities)) : probabilities[expression];
        return { ...face, expression, probability };
      }),
    };
  }

  #forgetBefore(timestamp: number): void {
    for (const [trackId, state] of this.#states) {
      if (state.timestamp < timestamp - ROUNDING_SECONDS) this.#states.delete(trackId);
    }
  }
}
