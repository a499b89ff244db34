import type { Box, RgbImage } from '../types.js';

/** A part of a picture that the detector sees by itself. */
export interface Tile {
  /** The pixels that it covers, whole numbers. */
  readonly region: Box;
  /**
   * The pixels that are its own: the cores of all tiles fill the picture without overlapping. A face belongs to the
   * tile in whose core its centre lies, so that it is counted once.
   */
  readonly core: Box;
}

/**
 * Cover a picture with overlapping tiles, evenly spread. A face no larger than the overlap lies wholly within the tile
 * that owns its centre.
 * @param width of the picture, pixels
 * @param height of the picture, pixels
 * @param tileWidth largest width of a tile, pixels
 * @param tileHeight largest height of a tile, pixels
 * @param overlap pixels that neighbours share at least; less than a tile's sides
 * @returns tiles row by row; one that covers all of a small picture
 */
export function planTiles(
  width: number,
  height: number,
  tileWidth: number,
  tileHeight: number,
  overlap: number,
): Tile[] {
  const columns = planAxis(width, tileWidth, overlap);
  return planAxis(height, tileHeight, overlap).flatMap((row) =>
    columns.map((column) => ({
      region: { x: column.start, y: row.start, width: column.length, height: row.length },
      core: {
        x: column.coreStart,
        y: row.coreStart,
        width: column.coreEnd - column.coreStart,
        height: row.coreEnd - row.coreStart,
      },
    })),
  );
}

interface Span {
  readonly start: number;
  readonly length: number;
  readonly coreStart: number;
  readonly coreEnd: number;
}

function planAxis(total: number, tile: number, overlap: number): Span[] {
  const length = Math.min(tile, total);
  const count = length === total ? 1 : Math.ceil((total - overlap) / (tile - overlap));
  const startOf = (i: number) => (count === 1 ? 0 : Math.round((i * (total - length)) / (count - 1)));
  // Two neighbours part in the middle of what they share.
  const border = (i: number) =>
    i === 0 ? 0 : i === count ? total : (startOf(i - 1) + length + startOf(i)) / 2;
  return Array.from({ length: count }, (_, i) => ({
    start: startOf(i),
    length,
    coreStart: border(i),
    coreEnd: border(i + 1),
  }));
}

/** Whether the centre of a box lies within a region, its left and upper edge included. */
export function ownsCentre(region: Box, box: Box): boolean {
  const x = box.x + box.width / 2 - region.x;
  const y = box.y + box.height / 2 - region.y;
  return x >= 0 && x < region.width && y >= 0 && y < region.height;
}

/** Copy a part of a picture; the region is whole pixels within it. */
export function cropImage(image: RgbImage, region: Box): RgbImage {
  const { channels } = image;
  const rowBytes = region.width * channels;
  const data = new Uint8Array(region.height * rowBytes);
  for (let y = 0; y < region.height; y++) {
    const from = ((region.y + y) * image.width + region.x) * channels;
    data.set(image.data.subarray(from, from + rowBytes), y * rowBytes);
  }
  return { data, width: region.width, height: region.height, channels };
}
