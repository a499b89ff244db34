import { describe, expect, it } from 'vitest';
import type { Keypoints, Point, RgbImage } from '../types.js';
import { alignFace } from './align-face.js';
import { applyAffine } from './similarity-transform.js';

const SIZE = { width: 48, height: 48 };
const GRAY = { channels: 'gray', mean: [0], std: [1] } as const;
/** At pixel centres. */
const TEMPLATE: Keypoints = [
  [16.5, 18.5],
  [32.5, 18.5],
  [24.5, 27.5],
  [18.5, 36.5],
  [30.5, 36.5],
];

/** The template, twice as large, turned by a quarter and moved: a person who lies on the side. */
const LYING = TEMPLATE.map(([x, y]): Point => [111.5 - 2 * y, 19.5 + 2 * x]) as unknown as Keypoints;

/** Black, with a white square of 7 x 7 pixels around each keypoint. */
function faceImage(keypoints: Keypoints): RgbImage {
  const width = 128;
  const data = new Uint8Array(3 * width * width);
  for (const [x, y] of keypoints.map((point) => point.map(Math.floor))) {
    for (let row = y - 3; row <= y + 3; row++) {
      data.fill(255, 3 * (row * width + x - 3), 3 * (row * width + x + 4));
    }
  }
  return { data, width, height: width, channels: 3 };
}

describe('alignFace', () => {
  it('puts the keypoints of a turned face where the template has them', () => {
    const out = new Float32Array(48 * 48);
    const transform = alignFace(faceImage(LYING), LYING, TEMPLATE, SIZE, GRAY, out, 0);
    for (const [i, [x, y]] of TEMPLATE.entries()) {
      expect(out[Math.floor(y) * 48 + Math.floor(x)]).toBeCloseTo(255, 3);
      const [mappedX, mappedY] = applyAffine(transform, LYING[i]);
      expect(mappedX).toBeCloseTo(x, 9);
      expect(mappedY).toBeCloseTo(y, 9);
    }
    expect(out[5 * 48 + 5]).toBeCloseTo(0, 3);
    expect(out[18 * 48 + 24]).toBeCloseTo(0, 3);
  });

  it('writes each face of a batch at its own offset', () => {
    const out = new Float32Array(2 * 48 * 48);
    alignFace(faceImage(LYING), LYING, TEMPLATE, SIZE, GRAY, out, 48 * 48);
    expect(out.subarray(0, 48 * 48).every((value) => value === 0)).toBe(true);
    expect(out[48 * 48 + 18 * 48 + 16]).toBeCloseTo(255, 3);
  });

  it('refuses keypoints that coincide', () => {
    const point: Point = [50, 50];
    const keypoints: Keypoints = [point, point, point, point, point];
    const out = new Float32Array(48 * 48);
    expect(() => alignFace(faceImage(LYING), keypoints, TEMPLATE, SIZE, GRAY, out, 0)).toThrow(
      /source must have at least two different points/,
    );
  });
});
