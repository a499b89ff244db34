import { describe, expect, it } from 'vitest';
import json from '../../../test/fixtures/image/similarity-transform.json' with { type: 'json' };
import type { Point } from '../types.js';
import {
  type AffineMatrix,
  applyAffine,
  estimateSimilarityTransform,
  invertAffine,
} from './similarity-transform.js';

interface SimilarityCase {
  readonly source: readonly Point[];
  readonly target: readonly Point[];
  /** By OpenCV, checked against Umeyama's equations. */
  readonly expected: AffineMatrix;
}

const cases = json as unknown as readonly SimilarityCase[];

const SQUARE: readonly Point[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

describe('estimateSimilarityTransform', () => {
  it.each(cases.map((example, i) => [i, example] as const))(
    'agrees with OpenCV, also where the points do not fit exactly (case %d)',
    (_, { source, target, expected }) => {
      estimateSimilarityTransform(source, target).forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i], 4);
      });
    },
  );

  it('is exact for two points', () => {
    const matrix = estimateSimilarityTransform(
      [
        [0, 0],
        [1, 0],
      ],
      [
        [5, 5],
        [5, 7],
      ],
    );
    expect(matrix.map((value) => value + 0)).toEqual([0, -2, 5, 2, 0, 5]);
  });

  it('does not mirror, even where a mirror image would fit', () => {
    const mirrored = [...SQUARE.slice(0, 3), [0.2, 0.9] as Point].map(([x, y]): Point => [-x, y]);
    const [a, b, , c, d] = estimateSimilarityTransform([...SQUARE.slice(0, 3), [0.2, 0.9]], mirrored);
    expect(a * d - b * c).toBeGreaterThan(0);
  });

  it.each([
    [SQUARE.slice(0, 3), SQUARE, 'target must have as many points as source, 3, got 4'],
    [SQUARE.slice(0, 1), SQUARE.slice(0, 1), 'source must have at least 2 points, got 1'],
    [
      SQUARE.map((): Point => [0.1, 0.7]),
      SQUARE,
      'source must have at least two different points, got [[0.1,0.7]',
    ],
    [SQUARE, SQUARE.map((): Point => [0, 0]), 'target must have at least two different points, got [[0,0]'],
    [[[Number.NaN, 0], ...SQUARE.slice(1)], SQUARE, 'source must have finite coordinates'],
    [SQUARE, [[Number.POSITIVE_INFINITY, 0], ...SQUARE.slice(1)], 'target must have finite coordinates'],
  ] as [Point[], Point[], string][])('refuses %o to %o', (source, target, message) => {
    expect(() => estimateSimilarityTransform(source, target)).toThrow(RangeError);
    expect(() => estimateSimilarityTransform(source, target)).toThrow(message);
  });
});

describe('invertAffine', () => {
  it('inverts a matrix that is no similarity', () => {
    expect(invertAffine([2, 0, 6, 0, 4, -8])).toEqual([0.5, -0, -3, -0, 0.25, 2]);
  });

  it('refuses a matrix without an inverse', () => {
    expect(() => invertAffine([0, 0, 1, 0, 0, 1])).toThrow(
      new RangeError('matrix must be invertible, got [0, 0, 1, 0, 0, 1]'),
    );
  });
});

describe('applyAffine', () => {
  it('maps x and y by the rows of the matrix', () => {
    expect(applyAffine([1, 2, 3, 4, 5, 6], [10, 100])).toEqual([213, 546]);
  });
});
