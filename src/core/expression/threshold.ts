import type { Probabilities } from '../types.js';
import { EXPRESSIONS, type Expression } from './labels.js';

/** An expression is named only from this probability on; below it the answer is "uncertain". */
export const DEFAULT_THRESHOLD = 0.4;

/**
 * Check a threshold given by a caller.
 * @throws {RangeError} unless it lies between 0 and 1
 */
export function assertThreshold(threshold: number): void {
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new RangeError(`threshold must be between 0 and 1, got ${threshold}`);
  }
}

/** The most probable expression and its probability; `expression` is `null` where that is below the threshold. */
export interface Decision {
  readonly expression: Expression | null;
  readonly probability: number;
}

/**
 * Name the most probable of the seven expressions; on a tie, the first in canonical order.
 * @param probabilities seven, in the order of EXPRESSIONS
 */
export function decide(probabilities: ArrayLike<number>, threshold: number): Decision {
  let best = 0;
  for (let i = 1; i < EXPRESSIONS.length; i++) if (probabilities[i] > probabilities[best]) best = i;
  const probability = probabilities[best];
  return { expression: probability >= threshold ? EXPRESSIONS[best] : null, probability };
}

/** Give seven probabilities their names. */
export function nameProbabilities(probabilities: ArrayLike<number>): Probabilities {
  return Object.fromEntries(EXPRESSIONS.map((expression, i) => [expression, probabilities[i]])) as Record<
    Expression,
    number
  >;
}
