import type { Box, Detection, Keypoints } from '../types.js';
import { nonMaxSuppression } from './non-max-suppression.js';

/** Detections that overlap a kept one at least this much, as intersection over union, are the same face seen from another cell. */
const VOTE_IOU = 0.6;

/**
 * Keep the best of each group of overlapping detections, as {@link nonMaxSuppression}, but with the mean box and keypoints of
 * itself and those that it suppresses and that overlap it well, weighted by squared score.
 *
 * Several cells of a network find one face, each at a slightly other place; which of them is the surest changes from frame
 * to frame, but their mean hardly moves, and is nearer the truth.
 * @returns as many as are kept, best score first, with their scores
 * @throws {RangeError} if `iouThreshold` is not between 0 and 1
 * @see Gidaris and Komodakis 2015, "Object detection via a multi-region and semantic segmentation-aware CNN model", section 5
 */
export function suppressAndVote(detections: readonly Detection[], iouThreshold: number): Detection[] {
  const voters: Detection[][] = [];
  const kept = nonMaxSuppression(detections, iouThreshold, (detection, by, overlap) => {
    if (overlap < VOTE_IOU) return;
    voters[by] ??= [];
    voters[by].push(detection);
  });
  return kept.map((best, i) => (voters[i] ? { ...best, ...meanOf([best, ...voters[i]]) } : best));
}

function meanOf(voters: readonly Detection[]): { box: Box; keypoints: Keypoints } {
  const weights = voters.map(({ score }) => score * score);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (value: (detection: Detection) => number) =>
    voters.reduce((sum, detection, i) => sum + weights[i] * value(detection), 0) / total;
  return {
    box: {
      x: mean(({ box }) => box.x),
      y: mean(({ box }) => box.y),
      width: mean(({ box }) => box.width),
      height: mean(({ box }) => box.height),
    },
    keypoints: voters[0].keypoints.map((_, k) => [
      mean(({ keypoints }) => keypoints[k][0]),
      mean(({ keypoints }) => keypoints[k][1]),
    ]) as unknown as Keypoints,
  };
}
