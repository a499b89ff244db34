import type { DetectorInput } from '../model-card.js';
import type { Detection } from '../types.js';
import { inputGeometry } from './input-geometry.js';
import { intersectionArea } from './iou.js';
import { planTileLevels } from './tile-levels.js';
import type { Tile } from './tiles.js';

/** Whether a picture stands alone or is one of a stream; a card may name other input sizes for either. */
export type SourceKind = 'still' | 'stream';

/** One look at a picture, whole or tile by tile, and the faces that it answers for. */
export interface Look {
  /** Longest side given to the network, pixels. */
  readonly side: number;
  /** Parts of the picture that are seen by themselves; without them it is seen whole. */
  readonly tiles?: readonly Tile[];
  /** Lowest face that this look answers for, pixels of the picture; a finer look sees lower ones better. */
  readonly smallest: number;
  /** Longest side of a face that it answers for, pixels of the picture; a coarser look sees larger ones whole. */
  readonly largest: number;
}

// Of a face lower than this in a network's input, pixels, the next finer look gives the better box, and the better keypoints.
const ROUGH_HEIGHT = 24;
// Of a face larger than this share of a finer look's longest side, a coarser look gives the better box.
const LARGEST_SHARE = 1 / 3;
// A picture is enlarged at most so much: small faces gain by it, and nothing is to be seen beyond.
const LARGEST_ENLARGEMENT = 2.5;

/**
 * Plan how a picture is looked at: whole at each of the card's sizes, and a still that is much larger than those also in tiles.
 * Each look answers for the faces that it sees at a size that the network reads well (compare Singh et al. 2018, SNIPER,
 * https://arxiv.org/abs/1805.09300); neighbours overlap, so that no face falls between two.
 * @param width of the picture, pixels
 * @param height of the picture, pixels
 * @returns from coarse to fine
 */
export function planLooks(width: number, height: number, input: DetectorInput, kind: SourceKind): Look[] {
  const levels: Pick<Look, 'side' | 'tiles' | 'largest'>[] = [];
  const finest = Math.ceil((LARGEST_ENLARGEMENT * Math.max(width, height)) / input.multiple) * input.multiple;
  for (const size of input.sizes[kind]) {
    const side = levels.length > 0 ? Math.min(size, finest) : size;
    if (levels.length > 0 && side <= levels[levels.length - 1].side) break;
    const { scale } = inputGeometry(width, height, input, side);
    levels.push({
      side,
      largest: levels.length > 0 ? (LARGEST_SHARE * side) / scale : Number.POSITIVE_INFINITY,
    });
  }
  if (kind === 'still') {
    for (const { side, tiles, largestFace } of planTileLevels(width, height, input)) {
      levels.push({ side, tiles, largest: largestFace });
    }
  }
  return levels.map((level, i) => {
    if (i === levels.length - 1) return { ...level, smallest: 0 };
    const region = level.tiles?.[0].region ?? { width, height };
    const { scale } = inputGeometry(region.width, region.height, input, level.side);
    return { ...level, smallest: Math.min(ROUGH_HEIGHT / scale, levels[i + 1].largest) };
  });
}

/** Whether a look answers for a face of this size. */
export function answersFor({ smallest, largest }: Look, { box }: Detection): boolean {
  return box.height >= smallest && Math.max(box.width, box.height) <= largest;
}

// A box that lies this far inside a larger one is a part of that face, an eye or a mouth, or that face seen less well.
const CONTAINMENT_THRESHOLD = 0.6;
// A face that is seen at two scales has about one size.
const SMALLEST_AREA_RATIO = 1.5;

/**
 * Leave out what lies within a larger face that is sure: a fine look takes parts of a close-up for faces.
 * @param sureScore from which a face is sure
 */
export function withoutParts(detections: readonly Detection[], sureScore: number): Detection[] {
  const sure = detections.filter(({ score }) => score >= sureScore);
  return detections.filter(({ box }) => {
    const area = box.width * box.height;
    return !sure.some(
      (face) =>
        face.box.width * face.box.height > SMALLEST_AREA_RATIO * area &&
        intersectionArea(box, face.box) > CONTAINMENT_THRESHOLD * area,
    );
  });
}
