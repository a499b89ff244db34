import { describe, expect, it } from 'vitest';
import json from '../../../test/fixtures/image/resize.json' with { type: 'json' };
import type { RgbImage } from '../types.js';
import { planeWeights } from './channel-format.js';
import { Resizer } from './resize.js';

interface ResizeCase {
  readonly image: { readonly width: number; readonly height: number; readonly data: readonly number[] };
  readonly width: number;
  readonly height: number;
  /** Interleaved RGB, by OpenCV. */
  readonly expected: readonly number[];
}

const cases = json as unknown as readonly ResizeCase[];
const RGB = planeWeights({ channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] });

/** Resize to interleaved RGB. */
function resize(resizer: Resizer, image: RgbImage, width: number, height: number): number[] {
  const data = new Float32Array(3 * width * height);
  resizer.resize(image, width, height, RGB, { data, rowStride: width, planeStride: width * height });
  return Array.from({ length: data.length }, (_, i) => data[(i % 3) * width * height + Math.floor(i / 3)]);
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
  expect(a).toHaveLength(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i])));
}

function rgb({ data, width, height }: ResizeCase['image']): RgbImage {
  return { data: Uint8Array.from(data), width, height, channels: 3 };
}

function withAlpha({ data, width, height }: ResizeCase['image']): RgbImage {
  const pixels = Array.from({ length: width * height }, (_, i) => [...data.slice(3 * i, 3 * i + 3), i % 256]);
  return { data: Uint8ClampedArray.from(pixels.flat()), width, height, channels: 4 };
}

describe('Resizer', () => {
  for (const { image, width, height, expected } of cases) {
    it(`agrees with OpenCV from ${image.width}x${image.height} to ${width}x${height}`, () => {
      // The fixtures are rounded to 0.001; OpenCV sums in float32.
      expect(largestDifference(resize(new Resizer(), rgb(image), width, height), expected)).toBeLessThan(
        0.002,
      );
    });
  }

  it('ignores alpha', () => {
    const { image, width, height } = cases[2];
    expect(resize(new Resizer(), withAlpha(image), width, height)).toEqual(
      resize(new Resizer(), rgb(image), width, height),
    );
  });

  it('gives the same when it is reused for pictures of other sizes and channels', () => {
    const resizer = new Resizer();
    for (const { image, width, height } of [...cases, ...cases.toReversed()]) {
      for (const picture of [rgb(image), withAlpha(image)]) {
        expect(resize(resizer, picture, width, height)).toEqual(
          resize(new Resizer(), picture, width, height),
        );
      }
    }
  });

  it('copies a picture that keeps its size, into the midst of a larger tensor', () => {
    const image = withAlpha(cases[0].image);
    const { width, height } = image;
    const data = new Float32Array(3 * (width + 2) * height).fill(-1);
    const bgr = planeWeights({ channels: 'bgr', mean: [10, 0, 0], std: [2, 1, 1] });
    const planeStride = (width + 2) * height;
    new Resizer().resize(image, width, height, bgr, { data, rowStride: width + 2, planeStride });
    for (let i = 0; i < width * height; i++) {
      const at = Math.floor(i / width) * (width + 2) + (i % width);
      const [red, green, blue] = image.data.slice(4 * i, 4 * i + 3);
      expect([data[at], data[planeStride + at], data[2 * planeStride + at]]).toEqual([
        (blue - 10) / 2,
        green,
        red,
      ]);
    }
    expect(data[width]).toBe(-1);
  });

  it('shrinks one axis while it enlarges the other', () => {
    const image: RgbImage = {
      data: Uint8Array.of(0, 0, 0, 100, 100, 100, 10, 10, 10, 30, 30, 30),
      width: 4,
      height: 1,
      channels: 3,
    };
    const red = resize(new Resizer(), image, 2, 2).filter((_, i) => i % 3 === 0);
    expect(red).toEqual([50, 20, 50, 20]);
  });
});
