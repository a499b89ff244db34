import type { Detection } from '../types.js';
import { intersectionOverUnion } from './iou.js';

/**
 * Keep the best of each group of overlapping detections: greedy, best score first; of equal scores the earlier one.
 * @param iouThreshold a detection goes where it overlaps a kept one by more than this
 * @returns the kept detections, best score first
 * @throws {RangeError} if `iouThreshold` is not between 0 and 1
 */
export function nonMaxSuppression(detections: readonly Detection[], iouThreshold: number): Detection[] {
  if (!(iouThreshold >= 0 && iouThreshold <= 1)) {
    throw new RangeError(`iouThreshold must be between 0 and 1, got ${String(iouThreshold)}`);
  }
  const kept: Detection[] = [];
  for (const candidate of detections.toSorted((a, b) => b.score - a.score)) {
    const overlaps = kept.some((best) => intersectionOverUnion(best.box, candidate.box) > iouThreshold);
    if (!overlaps) kept.push(candidate);
  }
  return kept;
}
