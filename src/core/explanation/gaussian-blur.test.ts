import { expect, it } from 'vitest';
import { gaussianBlur } from './gaussian-blur.js';

it('keeps an even picture as it is, up to its edges', () => {
  const blurred = gaussianBlur(new Float32Array(7 * 5).fill(3), 7, 5, 2);
  for (const value of blurred) expect(value).toBeCloseTo(3, 5);
});

it('spreads a point evenly in all directions and keeps its sum', () => {
  const point = new Float32Array(21 * 21);
  point[10 * 21 + 10] = 1;
  const blurred = gaussianBlur(point, 21, 21, 2);
  expect(blurred.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  expect(blurred[10 * 21 + 13]).toBeCloseTo(blurred[13 * 21 + 10], 7);
  expect(blurred[10 * 21 + 12] / blurred[10 * 21 + 10]).toBeCloseTo(Math.exp(-0.5), 4);
});

it('does not mix planes', () => {
  const planes = new Float32Array(2 * 16);
  planes.fill(1, 16);
  const blurred = gaussianBlur(planes, 4, 4, 1);
  expect(blurred.subarray(0, 16).every((value) => value === 0)).toBe(true);
});
