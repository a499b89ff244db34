import type { Box, Detection } from '../types.js';
import { BoxEdges } from './box-edges.js';

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
  const edges = new BoxEdges(detections.length);
  for (const candidate of detections.toSorted((a, b) => b.score - a.score)) {
    if (overlapsAny(candidate.box, edges, iouThreshold)) continue;
    edges.add(candidate.box);
    kept.push(candidate);
  }
  return kept;
}

/** Whether a box overlaps any of the others by more than the threshold. */
function overlapsAny(box: Box, others: BoxEdges, threshold: number): boolean {
  for (let i = 0; i < others.length; i++) if (others.overlap(i, box) > threshold) return true;
  return false;
}
