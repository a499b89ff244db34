import type { Box, Detection } from '../types.js';

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
  const edges = new KeptEdges(detections.length);
  for (const candidate of detections.toSorted((a, b) => b.score - a.score)) {
    if (edges.anyOverlaps(candidate.box, iouThreshold)) continue;
    edges.add(candidate.box);
    kept.push(candidate);
  }
  return kept;
}

/**
 * The kept boxes as flat numbers: down to a score of 0.02 there are thousands of candidates, each is compared with all
 * that were kept, and calls with objects take ten times as long.
 */
class KeptEdges {
  readonly #edges: Float64Array;
  #length = 0;

  constructor(capacity: number) {
    this.#edges = new Float64Array(5 * capacity);
  }

  add({ x, y, width, height }: Box): void {
    this.#edges.set([x, y, x + width, y + height, width * height], this.#length);
    this.#length += 5;
  }

  /** Whether the intersection over union with any kept box is more than the threshold; see iou.ts. */
  anyOverlaps({ x, y, width, height }: Box, threshold: number): boolean {
    const edges = this.#edges;
    const right = x + width;
    const bottom = y + height;
    const area = width * height;
    for (let i = 0; i < this.#length; i += 5) {
      const sharedWidth = Math.min(right, edges[i + 2]) - Math.max(x, edges[i]);
      if (sharedWidth <= 0) continue;
      const sharedHeight = Math.min(bottom, edges[i + 3]) - Math.max(y, edges[i + 1]);
      if (sharedHeight <= 0) continue;
      const shared = sharedWidth * sharedHeight;
      const union = edges[i + 4] + area - shared;
      if (Math.min(shared / union, 1) > threshold) return true;
    }
    return false;
  }
}
