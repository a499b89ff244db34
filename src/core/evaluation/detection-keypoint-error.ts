import type { Keypoints } from '../types.js';

/** Distance between the eyes, pixels. */
export function eyeDistance([rightEye, leftEye]: Keypoints): number {
  return Math.hypot(leftEye[0] - rightEye[0], leftEye[1] - rightEye[1]);
}

/**
 * Mean distance of five keypoints from where they should be, as a fraction of the true distance between the eyes.
 * @returns `null` where the true eyes coincide, as in a face seen from the side
 */
export function keypointError(found: Keypoints, truth: Keypoints): number | null {
  const unit = eyeDistance(truth);
  if (!(unit > 0)) return null;
  const distances = truth.map(([x, y], i) => Math.hypot(found[i][0] - x, found[i][1] - y));
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length / unit;
}

/** Median and mean; `null` for no values. */
export function middleOf(values: readonly number[]): { median: number; mean: number } | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  return { median, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
}
