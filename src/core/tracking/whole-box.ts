import type { Box } from '../types.js';

/**
 * Where the whole face is of which a part is seen: the box of the expected size that holds what is seen, as near as can
 * be to where it is expected. What is seen at least as large as expected is the whole face.
 *
 * A face that goes behind something is seen as ever narrower, and the middle of what is seen ever slower; its whole box
 * goes on. The detector needn't say which side is covered: the side that moves on as expected isn't.
 */
export function wholeBox(seen: Box, expected: Box): Box {
  const [x, width] = wholeSpan(seen.x, seen.width, expected.x, expected.width);
  const [y, height] = wholeSpan(seen.y, seen.height, expected.y, expected.height);
  return { x, y, width, height };
}

/** The same along one axis: starts and lengths. */
function wholeSpan(
  seen: number,
  seenLength: number,
  expected: number,
  expectedLength: number,
): [number, number] {
  if (seenLength >= expectedLength) return [seen, seenLength];
  const least = seen + seenLength - expectedLength;
  return [Math.min(Math.max(expected, least), seen), expectedLength];
}
