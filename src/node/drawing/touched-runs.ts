import type { Box } from '../../core/index.js';

/** Side of the squares into which a drawing is cut, pixels. */
const TILE = 32;

/**
 * Cover rectangles that may overlap with rectangles that don't: rows of tiles, cut off at the drawing's edge.
 * @returns whole pixels inside a drawing of `width` x `height`, each pixel in at most one of them
 */
export function touchedRuns(areas: readonly Box[], width: number, height: number): Box[] {
  const columns = Math.ceil(width / TILE);
  const rows = Math.ceil(height / TILE);
  const touched = new Uint8Array(columns * rows);
  for (const area of areas) {
    const first = Math.max(0, Math.floor(area.x / TILE));
    const last = Math.min(columns, Math.ceil((area.x + area.width) / TILE));
    const lowest = Math.min(rows, Math.ceil((area.y + area.height) / TILE));
    for (let row = Math.max(0, Math.floor(area.y / TILE)); row < lowest; row++) {
      if (last > first) touched.fill(1, row * columns + first, row * columns + last);
    }
  }
  const runs: Box[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (!touched[row * columns + column]) continue;
      const x = column * TILE;
      while (column < columns && touched[row * columns + column]) column++;
      const y = row * TILE;
      runs.push({ x, y, width: Math.min(column * TILE, width) - x, height: Math.min(TILE, height - y) });
    }
  }
  return runs;
}
