import { EXPRESSIONS, type Expression } from '../../src/core/expression/labels.js';
import type { State } from '../../src/core/timeline/states.js';
import type { Face, FrameResult, Probabilities } from '../../src/core/types.js';

/** Probabilities with some given and the rest of the 1 spread evenly over the others. */
export function probabilitiesOf(given: Partial<Record<Expression, number>>): Probabilities {
  const rest = 1 - Object.values(given).reduce((sum, value) => sum + value, 0);
  const others = EXPRESSIONS.length - Object.keys(given).length;
  return Object.fromEntries(EXPRESSIONS.map((name) => [name, given[name] ?? rest / others])) as Probabilities;
}

/** A face in a state: named with probability 0.7, or uncertain with every probability alike. */
export function faceOf(trackId: number | null, state: State, probabilities?: Probabilities): Face {
  const expression = state === 'uncertain' ? null : state;
  const point = [1, 2] as const;
  return {
    trackId,
    box: { x: 0, y: 0, width: 10, height: 10 },
    score: 0.9,
    keypoints: [point, point, point, point, point],
    expression,
    probability: expression === null ? 1 / 7 : 0.7,
    probabilities: probabilities ?? probabilitiesOf(expression === null ? {} : { [expression]: 0.7 }),
  };
}

/** A frame with some faces. */
export function frameOf(timestamp: number | null, faces: readonly Face[] = []): FrameResult {
  return { schema: 1, source: null, width: 640, height: 360, timestamp, faces };
}
