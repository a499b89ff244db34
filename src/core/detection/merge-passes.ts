import type { Box, Detection } from '../types.js';
import { intersectionArea, intersectionOverUnion } from './iou.js';
import { nonMaxSuppression } from './non-max-suppression.js';

/** How the detections of two passes over one picture become one list. */
export interface MergeOptions {
  /** Two boxes that overlap more than this are one face. */
  readonly iouThreshold: number;
  /** Score from which a detection stands, whatever a less sure one says. */
  readonly sureScore: number;
  /** Of a face that the coarse pass sees lower than this, pixels, the finer pass gives the better box. Default 0. */
  readonly roughHeight?: number;
}

// A box that lies this far inside another one is a part of that face, or that face seen less well.
const CONTAINMENT_THRESHOLD = 0.6;
// A face that is seen at two scales has about one size; a box of a quarter of the area is a part of it, an eye or a mouth.
const LARGEST_AREA_RATIO = 4;

/**
 * Add to the faces of a coarse pass those that a finer pass finds elsewhere. Where both see the same face the coarse
 * box stays, because a finer pass sees parts of a large face as faces; not so where the coarse pass sees it small and
 * the finer box is of about the same size. A coarse box that is not sure has to be the better of the two.
 * @returns detections in no particular order
 */
export function mergePasses(
  coarse: readonly Detection[],
  finer: readonly Detection[],
  { iouThreshold, sureScore, roughHeight = 0 }: MergeOptions,
): Detection[] {
  const isSame = (candidate: Box, face: Box) =>
    intersectionOverUnion(candidate, face) > iouThreshold ||
    isWithin(candidate, face) ||
    (isWithin(face, candidate) && areaRatio(candidate, face) < LARGEST_AREA_RATIO);
  const replaces = (candidate: Detection, face: Detection) =>
    face.box.height < roughHeight &&
    candidate.score >= sureScore &&
    areaRatio(candidate.box, face.box) < LARGEST_AREA_RATIO &&
    isSame(candidate.box, face.box);

  const sure = coarse.filter(({ score }) => score >= sureScore);
  const kept = sure.filter((face) => !finer.some((candidate) => replaces(candidate, face)));
  const added = finer.filter((candidate) => !kept.some((face) => isSame(candidate.box, face.box)));
  const unsure = coarse.filter(
    ({ score, box }) => score < sureScore && !kept.some((face) => isSame(box, face.box)),
  );
  return [...kept, ...nonMaxSuppression([...unsure, ...added], iouThreshold)];
}

function isWithin(inner: Box, outer: Box): boolean {
  return intersectionArea(inner, outer) > CONTAINMENT_THRESHOLD * inner.width * inner.height;
}

/** How many times larger one box is than the other, by area, at least 1. */
function areaRatio(a: Box, b: Box): number {
  const ratio = (a.width * a.height) / (b.width * b.height);
  return Math.max(ratio, 1 / ratio);
}
