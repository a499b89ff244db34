import type { Probabilities } from '../types.js';

/**
 * Valence as FaceReader defines it: happy minus the strongest of the negative expressions (angry, disgust, fear, sad).
 * Surprise and neutral count as neither.
 * @returns -1 (negative) to 1 (positive)
 * @see Noldus, FaceReader methodology white paper, https://noldus.com/facereader
 */
export function valence({ happy, angry, disgust, fear, sad }: Probabilities): number {
  return happy - Math.max(angry, disgust, fear, sad);
}
