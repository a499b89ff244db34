import type { Box } from '../types.js';

/** The part of a box that lies within a picture; `null` where there is none. */
export function clipBox(box: Box, width: number, height: number): Box | null {
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  const clipped = {
    x,
    y,
    width: Math.min(width, box.x + box.width) - x,
    height: Math.min(height, box.y + box.height) - y,
  };
  return clipped.width > 0 && clipped.height > 0 ? clipped : null;
}
