import { intersectionOverUnion } from '../detection/iou.js';
import type { Box } from '../types.js';
import { wholeBox } from './whole-box.js';

/** What it costs to see next to nothing of a face that is expected. */
const PART_COST = 0.5;

/**
 * How badly what is seen fits a face that is expected, of which something may cover a part: the cost of the whole face
 * that is there if so, and somewhat more the less of it is seen.
 */
export function partMatchCost(seen: Box, expected: Box): number {
  const whole = wholeBox(seen, expected);
  const part = (seen.width * seen.height) / Math.max(whole.width * whole.height, Number.EPSILON);
  return matchCost(whole, expected) + PART_COST * (1 - part);
}

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
