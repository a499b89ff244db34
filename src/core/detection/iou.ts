import type { Box } from '../types.js';

/** Area that two boxes share, square pixels; 0 where they don't overlap. */
export function intersectionArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(width, 0) * Math.max(height, 0);
}

/**
 * Intersection over union of two boxes: 0 where they don't overlap, 1 where they are equal.
 * A box without area overlaps nothing.
 */
export function intersectionOverUnion(a: Box, b: Box): number {
  const intersection = intersectionArea(a, b);
  const union = a.width * a.height + b.width * b.height - intersection;
  // x + width - x can exceed width by a rounding error.
  return intersection > 0 ? Math.min(intersection / union, 1) : 0;
}
