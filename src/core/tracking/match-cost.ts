import { intersectionOverUnion } from '../detection/iou.js';
import type { Box } from '../types.js';

/**
 * How badly two boxes fit: 1 - IoU, plus the distance of their centres in face sizes. 0 for the same box. Where boxes
 * don't overlap, the distance still tells near from far.
 */
export function matchCost(a: Box, b: Box): number {
  return 1 - intersectionOverUnion(a, b) + centreDistance(a, b);
}

/** Distance of two centres as a multiple of the boxes' mean size (the square root of the area). */
function centreDistance(a: Box, b: Box): number {
  const dx = a.x + a.width / 2 - (b.x + b.width / 2);
  const dy = a.y + a.height / 2 - (b.y + b.height / 2);
  const size = (Math.sqrt(a.width * a.height) + Math.sqrt(b.width * b.height)) / 2;
  return Math.hypot(dx, dy) / Math.max(size, Number.EPSILON);
}
