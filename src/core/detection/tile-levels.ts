import type { DetectorInput } from '../model-card.js';
import { inputGeometry } from './input-geometry.js';
import { planTiles, type Tile } from './tiles.js';

/** Tiles of one scale over a whole picture. */
export interface TileLevel {
  readonly tiles: readonly Tile[];
  /** Longest side given to the network for each tile, pixels. */
  readonly side: number;
  /** Pixels of the picture; a larger face may be cut by a tile's border, and a coarser look has seen it whole. */
  readonly largestFace: number;
}

// A picture up to twice as large as the network's input is not worth the time: it takes six tiles.
const SMALLEST_ZOOM = 2;
// From one level to the next a face grows at most this much: what is as large as a tile's overlap, a quarter of it, has
// still a thirteenth of the network's side one level before. A picture of 2,048 px, as loadImage gives it, has one level
// where that side is 640 or more.
const LARGEST_STEP = 3.2;
const OVERLAP = 1 / 4;

/**
 * Plan the tiles through which a detector sees a large still picture at the scale that it was trained at, after the
 * looks at the whole picture.
 * @param width of the picture, pixels
 * @param height of the picture, pixels
 * @returns from coarse to fine, the last at the picture's own pixels; none for a picture that one look shows well enough
 */
export function planTileLevels(width: number, height: number, input: DetectorInput): TileLevel[] {
  const side = Math.max(...input.sizes.still);
  const [tileWidth, tileHeight] = input.fixedSize ?? [side, side];
  const { scale } = inputGeometry(width, height, input, side);
  const zoom = 1 / scale;
  if (zoom <= SMALLEST_ZOOM) return [];
  const count = Math.ceil(Math.log(zoom) / Math.log(LARGEST_STEP) - 1e-9);
  return Array.from({ length: count }, (_, i) => {
    const shrink = zoom ** (1 - (i + 1) / count);
    const [regionWidth, regionHeight] = [Math.round(tileWidth * shrink), Math.round(tileHeight * shrink)];
    const largestFace = Math.round(Math.min(regionWidth, regionHeight) * OVERLAP);
    return { tiles: planTiles(width, height, regionWidth, regionHeight, largestFace), side, largestFace };
  });
}
