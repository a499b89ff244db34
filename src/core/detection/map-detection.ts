import type { Detection, Keypoints, Point } from '../types.js';

/** Scale a detection by `scaleX` and `scaleY` (default 1), then move it by `x` and `y` (default 0). */
export function mapDetection(
  { box, score, keypoints }: Detection,
  { x = 0, y = 0, scaleX = 1, scaleY = 1 }: { x?: number; y?: number; scaleX?: number; scaleY?: number },
): Detection {
  const map = ([px, py]: Point): Point => [px * scaleX + x, py * scaleY + y];
  const [left, top] = map([box.x, box.y]);
  return {
    box: { x: left, y: top, width: box.width * scaleX, height: box.height * scaleY },
    score,
    keypoints: keypoints.map(map) as unknown as Keypoints,
  };
}
