import { expect, test } from 'vitest';
import { withEvenSides } from './even-sides.js';

/** Pixels of one number each, three times. */
const picture = (...rows: number[][]) =>
  Uint8Array.from(rows.flat().flatMap((value) => [value, value, value]));

test('the last column and row are repeated where there is an odd number of them', () => {
  expect(withEvenSides(picture([1, 2, 3]), 3, 1)).toEqual(picture([1, 2, 3, 3], [1, 2, 3, 3]));
  expect(withEvenSides(picture([1, 2]), 2, 1)).toEqual(picture([1, 2], [1, 2]));
  expect(withEvenSides(picture([1], [2]), 1, 2)).toEqual(picture([1, 1], [2, 2]));
});

test('a picture with even sides is taken as it is', () => {
  const pixels = picture([1, 2], [3, 4]);
  expect(withEvenSides(pixels, 2, 2)).toBe(pixels);
});
