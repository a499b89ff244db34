import type { Point } from '../types.js';

/** Row-major [a, b, tx, c, d, ty]: x' = a x + b y + tx, y' = c x + d y + ty. */
export type AffineMatrix = readonly [number, number, number, number, number, number];

/** An affine matrix that rotates, scales uniformly and translates: [a, -b, tx, b, a, ty]. */
export type SimilarityTransform = AffineMatrix;

/** Points closer together than this share of their distance from the origin can't be told from rounding errors. */
const COINCIDENT = 1e-12;

/**
 * Estimate the similarity transform (no reflection) that maps source points onto target points with the least
 * squared error.
 * @param source two or more [x, y] points, pixels; five keypoints of a face
 * @param target as many points
 * @throws {RangeError} if the lengths differ, there are fewer than two points, a coordinate is not finite, or the
 *   points of one set coincide
 * @see Umeyama 1991, https://doi.org/10.1109/34.88573; in two dimensions its solution has this closed form
 */
export function estimateSimilarityTransform(
  source: readonly Point[],
  target: readonly Point[],
): SimilarityTransform {
  if (source.length !== target.length) {
    throw new RangeError(`target must have as many points as source, ${source.length}, got ${target.length}`);
  }
  if (source.length < 2) throw new RangeError(`source must have at least 2 points, got ${source.length}`);
  const from = spreadOf('source', source);
  const to = spreadOf('target', target);

  let dot = 0;
  let cross = 0;
  for (let i = 0; i < source.length; i++) {
    const sourceX = source[i][0] - from.x;
    const sourceY = source[i][1] - from.y;
    const targetX = target[i][0] - to.x;
    const targetY = target[i][1] - to.y;
    dot += sourceX * targetX + sourceY * targetY;
    cross += sourceX * targetY - sourceY * targetX;
  }
  const a = dot / from.squares;
  const b = cross / from.squares;
  return [a, -b, to.x - (a * from.x - b * from.y), b, a, to.y - (b * from.x + a * from.y)];
}

/**
 * Invert an affine matrix.
 * @throws {RangeError} if it has no inverse
 */
export function invertAffine(matrix: AffineMatrix): AffineMatrix {
  const [a, b, tx, c, d, ty] = matrix;
  const determinant = a * d - b * c;
  if (determinant === 0 || !matrix.every(Number.isFinite)) {
    throw new RangeError(`matrix must be invertible, got [${matrix.join(', ')}]`);
  }
  return [
    d / determinant,
    -b / determinant,
    (b * ty - d * tx) / determinant,
    -c / determinant,
    a / determinant,
    (c * tx - a * ty) / determinant,
  ];
}

/** Map one point. */
export function applyAffine(matrix: AffineMatrix, point: Point): Point {
  const [a, b, tx, c, d, ty] = matrix;
  const [x, y] = point;
  return [a * x + b * y + tx, c * x + d * y + ty];
}

/** Centre of some points, and the sum of their squared distances from it. */
function spreadOf(field: string, points: readonly Point[]): { x: number; y: number; squares: number } {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point[0] / points.length;
    y += point[1] / points.length;
  }
  let squares = 0;
  let magnitude = 0;
  for (const point of points) {
    squares += (point[0] - x) ** 2 + (point[1] - y) ** 2;
    magnitude += point[0] ** 2 + point[1] ** 2;
  }
  if (!Number.isFinite(squares)) {
    throw new RangeError(`${field} must have finite coordinates, got ${JSON.stringify(points)}`);
  }
  if (squares <= COINCIDENT ** 2 * magnitude) {
    throw new RangeError(`${field} must have at least two different points, got ${JSON.stringify(points)}`);
  }
  return { x, y, squares };
}
