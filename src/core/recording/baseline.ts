import { EXPRESSIONS, type Expression } from '../expression/labels.js';
import type { Probabilities } from '../types.js';

/** How a person's face reads while it is held neutral. */
export interface Baseline {
  readonly trackId: number;
  /** When it was taken, seconds. */
  readonly start: number;
  readonly end: number;
  /** Frames with this face. */
  readonly frames: number;
  /** Mean of the unsmoothed probabilities; they sum to 1. */
  readonly probabilities: Probabilities;
}

/**
 * Takes a person's baseline from the frames in which the face was held neutral.
 *
 * The baseline is the arithmetic mean of the unsmoothed probabilities (smoothing would let in what was before). Values
 * are then shown as differences in probability, `p - baseline`: 0 is this person's neutral face, 0.2 is twenty points
 * more than it. Probabilities themselves, and the expression that is named, stay what the model gave. An offset of the
 * logits was not taken: the log of a baseline near 0 is large and mostly noise, and a difference of logits has no unit
 * that a reader knows. Compare FaceReader's calibration by person, which corrects the bias towards an expression.
 */
export class BaselineMeter {
  readonly #sums = new Float64Array(EXPRESSIONS.length);
  #frames = 0;

  get frames(): number {
    return this.#frames;
  }

  add(probabilities: Probabilities): void {
    for (const [i, name] of EXPRESSIONS.entries()) this.#sums[i] += probabilities[name];
    this.#frames++;
  }

  /** @throws {RangeError} before there is a frame */
  baseline(trackId: number, start: number, end: number): Baseline {
    if (this.#frames === 0) throw new RangeError('frames must be at least 1 for a baseline, got 0');
    const probabilities = Object.fromEntries(
      EXPRESSIONS.map((name, i) => [name, this.#sums[i] / this.#frames]),
    ) as Record<Expression, number>;
    return { trackId, start, end, frames: this.#frames, probabilities };
  }
}

/**
 * The baseline that holds for a track: the latest that was taken of it. Where never more than one face was in view, it
 * is taken for the same person's all the time, whose track may have been lost and found again.
 * @param mostFaces the most faces in one frame of the recording
 */
export function baselineOf(
  baselines: readonly Baseline[],
  trackId: number,
  mostFaces: number,
): Baseline | null {
  const own = baselines.findLast((baseline) => baseline.trackId === trackId);
  return own ?? (mostFaces <= 1 ? baselines.at(-1) : null) ?? null;
}
