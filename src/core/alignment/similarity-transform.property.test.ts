import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../types.js';
import {
  type AffineMatrix,
  applyAffine,
  estimateSimilarityTransform,
  invertAffine,
} from './similarity-transform.js';

const coordinate = fc.double({ min: -1000, max: 1000, noNaN: true });
const point = fc.tuple(coordinate, coordinate);
const points = fc
  .array(point, { minLength: 2, maxLength: 8 })
  .filter(([[x, y], ...others]) => others.some((other) => Math.hypot(other[0] - x, other[1] - y) > 1));
const similarity = fc
  .record({
    scale: fc.double({ min: 0.01, max: 100, noNaN: true }),
    angle: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
    tx: coordinate,
    ty: coordinate,
  })
  .map(({ scale, angle, tx, ty }): AffineMatrix => {
    const a = scale * Math.cos(angle);
    const b = scale * Math.sin(angle);
    return [a, -b, tx, b, a, ty];
  });

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(Math.max(...actual.map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(tolerance);
}

/** Sum of squared distances of the mapped source points from the target points. */
function squaredError(matrix: AffineMatrix, source: readonly Point[], target: readonly Point[]): number {
  return source.reduce((sum, from, i) => {
    const [x, y] = applyAffine(matrix, from);
    return sum + (x - target[i][0]) ** 2 + (y - target[i][1]) ** 2;
  }, 0);
}

describe('estimateSimilarityTransform, for any points', () => {
  it('is the identity from points onto themselves', () => {
    fc.assert(
      fc.property(points, (source) => {
        expectClose(estimateSimilarityTransform(source, source), [1, 0, 0, 0, 1, 0], 1e-6);
      }),
    );
  });

  it('recovers a similarity from the points that it mapped', () => {
    fc.assert(
      fc.property(points, similarity, (source, matrix) => {
        const target = source.map((from) => applyAffine(matrix, from));
        const found = estimateSimilarityTransform(source, target);
        for (const [i, from] of source.entries()) expectClose(applyAffine(found, from), target[i], 1e-5);
      }),
    );
  });

  it('fits no worse than any other similarity', () => {
    const pairs = fc.array(fc.tuple(point, point), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(pairs, similarity, (pairs, other) => {
        const source = pairs.map(([from]) => from);
        const target = pairs.map(([, to]) => to);
        fc.pre(source.some(([x, y]) => Math.hypot(x - source[0][0], y - source[0][1]) > 1));
        fc.pre(target.some(([x, y]) => Math.hypot(x - target[0][0], y - target[0][1]) > 1));
        const best = squaredError(estimateSimilarityTransform(source, target), source, target);
        expect(best).toBeLessThanOrEqual(squaredError(other, source, target) + 1e-3);
      }),
    );
  });
});

describe('invertAffine, for any similarity', () => {
  it('composes with it to the identity', () => {
    fc.assert(
      fc.property(similarity, point, (matrix, from) => {
        expectClose(applyAffine(invertAffine(matrix), applyAffine(matrix, from)), from, 1e-6);
        expectClose(applyAffine(matrix, applyAffine(invertAffine(matrix), from)), from, 1e-6);
      }),
    );
  });
});
