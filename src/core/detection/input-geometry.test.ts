import { expect, test } from 'vitest';
import { inputGeometry } from './input-geometry.js';

test('a network of any size gets its longest side, padded to the multiple', () => {
  expect(inputGeometry(1000, 500, { multiple: 32 }, 320)).toMatchObject({ width: 320, height: 160 });
});

test.each([
  [1280, 720, 320, 180],
  [720, 1280, 135, 240],
  [100, 75, 320, 240],
  [10_000, 1, 320, 1],
])('a picture of %d x %d fits into the one size that the network takes', (width, height, w, h) => {
  const geometry = inputGeometry(width, height, { multiple: 32, fixedSize: [320, 240] }, 320);
  expect(geometry).toMatchObject({ width: 320, height: 240, contentWidth: w, contentHeight: h });
});
