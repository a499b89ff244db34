/** Precision and recall at falling scores; an entry of each array for each score that occurs. */
export interface PrecisionRecallCurve {
  readonly scores: Float64Array;
  /** Share of the detections of this score or more that are faces. */
  readonly precision: Float64Array;
  /** Share of the faces that have a detection of this score or more. */
  readonly recall: Float64Array;
}

/** Detections that count, in any order; each array has an entry for each of them. */
export interface ScoredDetections {
  readonly scores: ArrayLike<number>;
  /** 1 where a detection found a face, 0 where it is a false positive. */
  readonly hits: ArrayLike<number>;
  /** How often each counts; default: once. */
  readonly weights?: ArrayLike<number>;
  /** Order by falling score, if it is known already. */
  readonly order?: readonly number[];
}

/** Indices of scores, the largest first. */
export function orderByScore(scores: ArrayLike<number>): number[] {
  return Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
}

/**
 * Precision and recall at every score that occurs, from the highest down. Detections of equal score come together, so
 * that their order cannot matter.
 * @param faces how many faces there are to find
 * @returns an empty curve if there are no faces or no detections
 */
export function precisionRecallCurve(
  { scores, hits, weights, order = orderByScore(scores) }: ScoredDetections,
  faces: number,
): PrecisionRecallCurve {
  const curve = {
    scores: new Float64Array(order.length),
    precision: new Float64Array(order.length),
    recall: new Float64Array(order.length),
  };
  let points = 0;
  let found = 0;
  let total = 0;
  for (let rank = 0; rank < order.length && faces > 0; rank++) {
    const index = order[rank];
    const weight = weights ? weights[index] : 1;
    found += hits[index] * weight;
    total += weight;
    const isLastOfScore = rank + 1 === order.length || scores[order[rank + 1]] !== scores[index];
    if (!isLastOfScore || total === 0) continue;
    curve.scores[points] = scores[index];
    curve.precision[points] = found / total;
    curve.recall[points] = found / faces;
    points++;
  }
  return {
    scores: curve.scores.subarray(0, points),
    precision: curve.precision.subarray(0, points),
    recall: curve.recall.subarray(0, points),
  };
}

/**
 * Area under the precision-recall curve, after precision is raised to the best that any larger recall has: all-point
 * interpolation, as PASCAL VOC since 2010 and WIDER FACE have it.
 * @returns 0 to 1; 0 for an empty curve
 */
export function averagePrecision({ precision, recall }: PrecisionRecallCurve): number {
  let area = 0;
  let best = 0;
  for (let i = recall.length - 1; i >= 0; i--) {
    best = Math.max(best, precision[i]);
    area += best * (recall[i] - (i > 0 ? recall[i - 1] : 0));
  }
  return Math.min(1, area);
}
