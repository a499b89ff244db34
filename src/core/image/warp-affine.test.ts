import { describe, expect, it } from 'vitest';
import json from '../../../test/fixtures/image/warp-affine.json' with { type: 'json' };
import type { AffineMatrix } from '../alignment/similarity-transform.js';
import type { RgbImage } from '../types.js';
import { warpAffineToTensor } from './warp-affine.js';

interface WarpFixture {
  readonly image: { readonly width: number; readonly height: number; readonly data: readonly number[] };
  readonly cases: readonly {
    readonly matrix: AffineMatrix;
    readonly width: number;
    readonly height: number;
    /** Interleaved RGB, by OpenCV. */
    readonly expected: readonly number[];
  }[];
}

const fixture = json as unknown as WarpFixture;
const image: RgbImage = { ...fixture.image, data: Uint8Array.from(fixture.image.data), channels: 3 };
const RGB = { channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] } as const;
const GRAY = { channels: 'gray', mean: [0], std: [1] } as const;
const IDENTITY: AffineMatrix = [1, 0, 0, 0, 1, 0];

/** Stripes of one pixel, black and white. */
function stripes(width: number, height: number): RgbImage {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => (Math.floor(i / 3) % 2) * 255);
  return { data, width, height, channels: 3 };
}

describe('warpAffineToTensor', () => {
  for (const { matrix, width, height, expected } of fixture.cases) {
    it(`agrees with OpenCV for [${matrix.map((value) => value.toFixed(2)).join(', ')}]`, () => {
      const out = new Float32Array(3 * width * height);
      warpAffineToTensor(image, matrix, width, height, RGB, out, 0);
      const differences = expected.map((value, i) =>
        Math.abs(value - out[(i % 3) * width * height + Math.floor(i / 3)]),
      );
      // OpenCV rounds positions to 1/32 pixel: on this picture, of up to 53 levels a pixel, 0.8 levels along each axis.
      expect(Math.max(...differences)).toBeLessThan(1);
      expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(0.15);
    });
  }

  it('rounds positions to the nearest 1/256 pixel', () => {
    const ramp: RgbImage = {
      data: Uint8Array.from({ length: 3 * 30 }, (_, i) => 8 * Math.floor(i / 3)),
      width: 30,
      height: 1,
      channels: 3,
    };
    for (const shift of [0.1, 1 / 3, 0.499, 0.7, 0.998]) {
      const out = new Float32Array(28);
      warpAffineToTensor(ramp, [1, 0, -shift, 0, 1, 0], 28, 1, GRAY, out, 0);
      out.forEach((value, x) => {
        expect(Math.abs(value - 8 * (x + shift))).toBeLessThan(8 / 512 + 1e-4);
      });
    }
  });

  it('makes gray the Rec. 601 luma of the warped colours', () => {
    const { matrix, width, height } = fixture.cases[1];
    const size = width * height;
    const colours = new Float32Array(3 * size);
    const gray = new Float32Array(size);
    warpAffineToTensor(image, matrix, width, height, RGB, colours, 0);
    warpAffineToTensor(image, matrix, width, height, GRAY, gray, 0);
    gray.forEach((value, i) => {
      const luma = 0.299 * colours[i] + 0.587 * colours[size + i] + 0.114 * colours[2 * size + i];
      expect(value).toBeCloseTo(luma, 3);
    });
  });

  it('averages fine detail away where it shrinks', () => {
    const out = new Float32Array(16 * 16);
    warpAffineToTensor(stripes(64, 64), [0.25, 0, 0, 0, 0.25, 0], 16, 16, GRAY, out, 0);
    for (let y = 1; y < 15; y++) {
      for (let x = 1; x < 15; x++) expect(Math.abs(out[y * 16 + x] - 127.5)).toBeLessThan(1);
    }
  });

  it('repeats the edge outside the picture', () => {
    const corners: RgbImage = {
      data: Uint8Array.of(10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40),
      width: 2,
      height: 2,
      channels: 3,
    };
    const out = new Float32Array(16);
    warpAffineToTensor(corners, [1, 0, 1, 0, 1, 1], 4, 4, GRAY, out, 0);
    const expected = [10, 10, 20, 20, 10, 10, 20, 20, 30, 30, 40, 40, 30, 30, 40, 40];
    out.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 4);
    });
  });

  it('writes at the offset and nowhere else, normalised', () => {
    const out = new Float32Array(8).fill(-7);
    const white: RgbImage = { data: new Uint8ClampedArray(16).fill(255), width: 2, height: 2, channels: 4 };
    warpAffineToTensor(white, IDENTITY, 2, 2, { channels: 'gray', mean: [55], std: [100] }, out, 2);
    expect([...out].map((value) => Math.round(value * 1000) / 1000)).toEqual([-7, -7, 2, 2, 2, 2, -7, -7]);
  });

  it.each([
    [IDENTITY, 0, 2, 0, 'width must be a positive integer, got 0'],
    [IDENTITY, 2, 2.5, 0, 'height must be a positive integer, got 2.5'],
    [IDENTITY, 2, 2, 1, 'offset must leave 4 values in out of length 4, got 1'],
    [IDENTITY, 2, 2, -1, 'offset must leave 4 values in out of length 4, got -1'],
    [[1, 1, 0, 1, 1, 0], 2, 2, 0, 'matrix must be invertible, got [1, 1, 0, 1, 1, 0]'],
    [[1, 0, Number.NaN, 0, 1, 0], 2, 2, 0, 'matrix must be invertible, got [1, 0, NaN, 0, 1, 0]'],
  ] as const)('refuses matrix %o, size %d x %d, offset %d', (matrix, width, height, offset, message) => {
    expect(() => warpAffineToTensor(image, matrix, width, height, GRAY, new Float32Array(4), offset)).toThrow(
      new RangeError(message),
    );
  });

  it('refuses an image whose bytes do not fit its size', () => {
    const broken = { ...image, height: image.height + 1 };
    expect(() => warpAffineToTensor(broken, IDENTITY, 2, 2, GRAY, new Float32Array(4), 0)).toThrow(
      /image\.data must hold/,
    );
  });
});
