import type { Box, Keypoints, Point } from '../types.js';

/**
 * Where the five keypoints lie in a box drawn as WIDER FACE draws it, fractions of its width and height: medians over
 * 1,524 faces of FER2013, tiles of 48 x 48 px in which that box covers x 4.7, y 1.8, width 38.4, height 48.
 */
const TILE_BOX = { x: 4.7, y: 1.8, width: 38.4, height: 48 };
const TILE_KEYPOINTS = [
  [15.3, 18.6],
  [33.1, 18.4],
  [24.3, 27.8],
  [16.7, 35.9],
  [32, 35.6],
] as const;

/** Put the keypoints of an upright, frontal face into a box, for detectors that give none. */
export function keypointsFromBox(box: Box): Keypoints {
  return TILE_KEYPOINTS.map(
    ([x, y]): Point => [
      box.x + ((x - TILE_BOX.x) / TILE_BOX.width) * box.width,
      box.y + ((y - TILE_BOX.y) / TILE_BOX.height) * box.height,
    ],
  ) as unknown as Keypoints;
}
