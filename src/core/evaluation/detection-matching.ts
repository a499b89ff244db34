import { intersectionArea, intersectionOverUnion } from '../detection/iou.js';
import type { Box, Keypoints } from '../types.js';

/** A face that people marked. */
export interface TrueFace {
  readonly box: Box;
  /** `null` where nobody marked them. */
  readonly keypoints: Keypoints | null;
  /** A region of faces that are not marked one by one; detections in it count neither way. */
  readonly isCrowd: boolean;
}

/** Index of the true face that a detection found, or `null`. */
export type Match = number | null;

/** Two boxes with this overlap are the same face. */
export const MATCH_IOU = 0.5;

/**
 * Pair detections with true faces as COCO does: the best score first, each with the free face that it overlaps most, a
 * face that counts before one that is ignored. A crowd takes any number of detections, by the share of the detection
 * that lies in it.
 * @param detections best score first
 * @param isIgnored whether a true face counts neither way
 * @see https://github.com/cocodataset/cocoapi, COCOeval.evaluateImg
 */
export function matchDetections(
  detections: readonly { readonly box: Box }[],
  truths: readonly TrueFace[],
  isIgnored: (truth: TrueFace) => boolean,
): Match[] {
  const taken = new Set<number>();
  const best = (box: Box, ignored: boolean): Match => {
    let match: Match = null;
    let largest = MATCH_IOU;
    for (const [index, truth] of truths.entries()) {
      if (isIgnored(truth) !== ignored || (taken.has(index) && !truth.isCrowd)) continue;
      const overlap = truth.isCrowd ? shareWithin(box, truth.box) : intersectionOverUnion(box, truth.box);
      if (overlap >= largest) {
        largest = overlap;
        match = index;
      }
    }
    return match;
  };
  return detections.map(({ box }) => {
    const match = best(box, false) ?? best(box, true);
    if (match !== null) taken.add(match);
    return match;
  });
}

/** Share of a box that lies within a region; 0 for a box without area. */
function shareWithin(box: Box, region: Box): number {
  const area = box.width * box.height;
  return area > 0 ? intersectionArea(box, region) / area : 0;
}
