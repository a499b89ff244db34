import fc from 'fast-check';
import { EXPRESSIONS } from '../../src/core/expression/labels.js';
import type { Face, FrameResult, Keypoints, Probabilities } from '../../src/core/types.js';

/** Numbers that six decimals hold exactly. */
const real = (min: number, max: number) =>
  fc.integer({ min: min * 1e6, max: max * 1e6 }).map((millionths) => millionths / 1e6 + 0);

const probabilities = fc
  .tuple(...EXPRESSIONS.map(() => real(0, 1)))
  .map((values) => Object.fromEntries(EXPRESSIONS.map((name, i) => [name, values[i]])) as Probabilities);

const keypoints = fc.array(fc.tuple(real(-50, 4000), real(-50, 4000)), { minLength: 5, maxLength: 5 });

const face: fc.Arbitrary<Omit<Face, 'trackId'>> = fc.record(
  {
    box: fc.record({ x: real(-10, 4000), y: real(-10, 4000), width: real(0, 4000), height: real(0, 4000) }),
    score: real(0, 1),
    keypoints: keypoints as unknown as fc.Arbitrary<Keypoints>,
    expression: fc.option(fc.constantFrom(...EXPRESSIONS)),
    probability: real(0, 1),
    probabilities,
    rawProbabilities: probabilities,
  },
  {
    requiredKeys: ['box', 'score', 'keypoints', 'expression', 'probability', 'probabilities'],
  },
);

/** Names as hostile to a table as a file system allows. */
const source = fc.option(
  fc.string({
    unit: fc.constantFrom('a', 'é', '😀', ',', '"', "'", '=', '-', '\n', '\r', '\t', ' ', '<'),
    minLength: 1,
    maxLength: 6,
  }),
);

/** A stream of one source, its timestamps rising, with nothing that a table can't hold (its size is 0). */
export const arbitraryFrames: fc.Arbitrary<FrameResult[]> = fc
  .tuple(
    source,
    fc.array(fc.tuple(fc.integer({ min: 1, max: 2e6 }), fc.array(face, { maxLength: 3 })), { maxLength: 8 }),
  )
  .map(([name, steps]) => {
    let microseconds = 0;
    return steps.map(([step, faces]) => {
      microseconds += step;
      return {
        schema: 1,
        source: name,
        width: 0,
        height: 0,
        timestamp: microseconds / 1e6,
        faces: faces.map((one, i) => ({ ...one, trackId: i + 1 })),
      } as const;
    });
  });
