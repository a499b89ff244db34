import type { Box } from '../types.js';
import type { OverlayItem } from './layout-overlay.js';

/** How far a quarter circle strays from the corner that it rounds off, of its radius. */
const CORNER_SAG = 1 - Math.SQRT1_2;

/** Antialiasing touches the next pixel. */
const MARGIN = 1;

/**
 * The rectangles that hold every pixel which drawing the items changes: four sides and a label each. They are a small
 * part of a picture, so that an overlay can be blended in without touching the rest.
 */
export function inkArea(items: readonly OverlayItem[]): Box[] {
  return items.flatMap(({ box, cornerRadius, outlineWidth, label }) => {
    const outside = outlineWidth / 2 + MARGIN;
    const thickness = outside + outlineWidth / 2 + CORNER_SAG * cornerRadius + MARGIN;
    const left = box.x - outside;
    const top = box.y - outside;
    const width = box.width + 2 * outside;
    const height = box.height + 2 * outside;
    const sides = [
      { x: left, y: top, width, height: thickness },
      { x: left, y: top + height - thickness, width, height: thickness },
      { x: left, y: top, width: thickness, height },
      { x: left + width - thickness, y: top, width: thickness, height },
    ];
    return label ? [...sides, label.box] : sides;
  });
}
