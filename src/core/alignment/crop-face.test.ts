import { describe, expect, it } from 'vitest';
import type { Keypoints, Point, RgbImage } from '../types.js';
import { cropFace, type FaceTemplate } from './crop-face.js';

const TEMPLATE: FaceTemplate = {
  width: 48,
  height: 48,
  keypoints: [
    [16.5, 18.5],
    [32.5, 18.5],
    [24.5, 27.5],
    [18.5, 36.5],
    [30.5, 36.5],
  ],
};
const RED = [200, 30, 10];

/** Blue, with a red square around each keypoint. */
function picture(keypoints: Keypoints, channels: 3 | 4 = 3): RgbImage {
  const side = 160;
  const data = new Uint8Array(channels * side * side);
  for (let i = 0; i < side * side; i++) data[channels * i + 2] = 255;
  for (const [x, y] of keypoints.map((point) => point.map(Math.floor))) {
    for (let row = y - 4; row <= y + 4; row++) {
      for (let column = x - 4; column <= x + 4; column++) data.set(RED, channels * (row * side + column));
    }
  }
  return { data, width: side, height: side, channels };
}

/** Lies on the side: turned by a quarter, twice the template's size. */
const LYING = TEMPLATE.keypoints.map(
  ([x, y]): Point => [131.5 - 2 * y, 19.5 + 2 * x],
) as unknown as Keypoints;

describe('cropFace', () => {
  it.each([48, 100, 224])('puts a turned face upright into %i pixels, in colour', (width) => {
    const { image } = cropFace(picture(LYING), LYING, TEMPLATE, width);
    expect(image).toMatchObject({ width, height: width, channels: 3 });
    for (const [x, y] of TEMPLATE.keypoints) {
      const column = Math.floor((x * width) / 48);
      const row = Math.floor((y * width) / 48);
      const at = 3 * (row * width + column);
      expect([...image.data.subarray(at, at + 3)]).toEqual(RED);
    }
  });

  it("keeps the template's shape", () => {
    const wide = { ...TEMPLATE, width: 96 };
    expect(cropFace(picture(LYING), LYING, wide, 192).image).toMatchObject({ width: 192, height: 96 });
  });

  it("ignores a canvas's alpha", () => {
    const plain = cropFace(picture(LYING), LYING, TEMPLATE, 64);
    expect(cropFace(picture(LYING, 4), LYING, TEMPLATE, 64).image.data).toEqual(plain.image.data);
  });
});
