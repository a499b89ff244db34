import {
  decide,
  EXPRESSIONS,
  type Expression,
  type Face,
  type FrameResult,
  SteadyLabels,
} from 'affect-detect';

/** What a face is called, and how probable that is. */
export interface FaceLabel {
  readonly expression: Expression | null;
  readonly probability: number;
}

/** What a face shows, by a threshold. */
export function labelOf({ probabilities }: Face, threshold: number): FaceLabel {
  const { expression, probability } = decide(
    EXPRESSIONS.map((name) => probabilities[name]),
    threshold,
  );
  return { expression, probability };
}

/**
 * Names the faces of a moving picture, so that labels don't flicker. Another threshold, or a time before the last, begins
 * afresh.
 */
export class ShownLabels {
  #steady = new SteadyLabels();
  #threshold: number | null = null;
  #time = Number.NEGATIVE_INFINITY;

  /**
   * @param frame the next one of a stream
   * @returns a label for each of its faces
   */
  next(frame: FrameResult, threshold: number): FaceLabel[] {
    const time = frame.timestamp ?? Number.NEGATIVE_INFINITY;
    if (threshold !== this.#threshold || time <= this.#time) this.#steady = new SteadyLabels();
    this.#threshold = threshold;
    this.#time = time;
    const faces = frame.faces.map((face) => ({ ...face, ...labelOf(face, threshold) }));
    return [...this.#steady.apply({ ...frame, faces }).faces];
  }
}
