import type { Box, Detection } from '../types.js';
import { BoxEdges } from './box-edges.js';

/**
 * Hears of a detection that is left out, of the one that it overlaps (its place among the kept), and by how much, as
 * intersection over union.
 */
export type OnSuppressed = (detection: Detection, by: number, overlap: number) => void;

/** Of more detections than this only the best are looked at: the cost is their number times that of the kept ones. */
const MOST = 3000;

/**
 * Keep the best of each group of overlapping detections: greedy, best score first; of equal scores the earlier one.
 * Of more than 3,000 detections, the 3,000 best take part.
 * @param iouThreshold a detection goes where it overlaps a kept one by more than this; the best such one counts
 * @returns the kept detections, best score first
 * @throws {RangeError} if `iouThreshold` is not between 0 and 1
 */
export function nonMaxSuppression(
  detections: readonly Detection[],
  iouThreshold: number,
  onSuppressed?: OnSuppressed,
): Detection[] {
  if (!(iouThreshold >= 0 && iouThreshold <= 1)) {
    throw new RangeError(`iouThreshold must be between 0 and 1, got ${String(iouThreshold)}`);
  }
  const kept: Detection[] = [];
  const edges = new BoxEdges(Math.min(detections.length, MOST));
  for (const candidate of detections.toSorted((a, b) => b.score - a.score).slice(0, MOST)) {
    const by = firstOverlapped(candidate.box, edges, iouThreshold);
    if (by === -1) {
      edges.add(candidate.box);
      kept.push(candidate);
    } else onSuppressed?.(candidate, by, edges.overlap(by, candidate.box));
  }
  return kept;
}

/** The first of the others that a box overlaps by more than the threshold, -1 if none. */
function firstOverlapped(box: Box, others: BoxEdges, threshold: number): number {
  for (let i = 0; i < others.length; i++) if (others.overlap(i, box) > threshold) return i;
  return -1;
}
