import type { Box, Detection, Keypoints } from '../types.js';
import { BoxEdges } from './box-edges.js';

/** Detections that overlap a kept one at least this much, as intersection over union, are the same face seen from another cell. */
const VOTE_IOU = 0.6;

/**
 * Give each kept detection the mean box and keypoints of all detections that overlap it well, weighted by squared score.
 *
 * Several cells of a network find one face, each at a slightly other place; which of them is the surest changes from frame
 * to frame, but their mean hardly moves, and is nearer the truth.
 * @param kept what non-maximum suppression kept of `detections`
 * @returns as many as were kept, in their order, with their scores
 * @see Gidaris and Komodakis 2015, "Object detection via a multi-region and semantic segmentation-aware CNN model", section 5
 */
export function voteBoxes(kept: readonly Detection[], detections: readonly Detection[]): Detection[] {
  const edges = new BoxEdges(detections.length);
  for (const { box } of detections) edges.add(box);
  return kept.map((best) => {
    const voters = detections.filter((_, i) => edges.overlap(i, best.box) >= VOTE_IOU);
    return voters.length > 1 ? { ...best, ...meanOf(voters) } : best;
  });
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
