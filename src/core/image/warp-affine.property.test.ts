import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AffineMatrix } from '../alignment/similarity-transform.js';
import type { Plane, RgbImage, YuvImage } from '../types.js';
import { warpAffineToTensor } from './warp-affine.js';

const RGB = { channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] } as const;
const size = fc.integer({ min: 1, max: 12 });
const image = fc
  .record({ width: size, height: size, channels: fc.constantFrom(3 as const, 4 as const) })
  .chain(
    ({ width, height, channels }): fc.Arbitrary<RgbImage> =>
      fc
        .uint8Array({ minLength: width * height * channels, maxLength: width * height * channels })
        .map((data) => ({ data, width, height, channels })),
  );
/** Turns and scales by a factor from `least` to `most`, and moves by up to `shift` pixels each way. */
function similarity(least: number, most: number, shift: number): fc.Arbitrary<AffineMatrix> {
  const move = fc.double({ min: -shift, max: shift, noNaN: true });
  return fc
    .record({
      scale: fc.double({ min: least, max: most, noNaN: true }),
      angle: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
      tx: move,
      ty: move,
    })
    .map(({ scale, angle, tx, ty }): AffineMatrix => {
      const a = scale * Math.cos(angle);
      const b = scale * Math.sin(angle);
      return [a, -b, tx, b, a, ty];
    });
}

const matrix = similarity(0.05, 20, 1e4);

/** Warp to planar RGB. */
function warp(source: RgbImage, transform: AffineMatrix, width: number, height: number): Float32Array {
  const out = new Float32Array(3 * width * height);
  warpAffineToTensor(source, transform, width, height, RGB, out, 0);
  return out;
}

const grey = fc
  .record({ width: size, height: size })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height })
      .map((data): Plane => ({ data, width, height, rowBytes: width })),
  );

/** A grey picture of planes, in full range. */
function greyImage(luma: Plane): YuvImage {
  const { width, height } = luma;
  const color = { data: new Uint8Array(width * height).fill(128), width, height, rowBytes: width };
  const colors = { redWeight: 0.299, blueWeight: 0.114, isFullRange: true };
  return { width, height, planes: [luma, color, color], colors };
}

/** A plane with its edges repeated around it. */
function padded({ data, width, height, rowBytes }: Plane, by: number): Plane {
  const clamp = (value: number, end: number) => Math.min(Math.max(value, 0), end - 1);
  const wide = width + 2 * by;
  const high = height + 2 * by;
  const values = Uint8Array.from({ length: wide * high }, (_, i) => {
    const x = clamp((i % wide) - by, width);
    const y = clamp(Math.floor(i / wide) - by, height);
    return data[y * rowBytes + x];
  });
  return { data: values, width: wide, height: high, rowBytes: wide };
}

describe('warpAffineToTensor, for any picture', () => {
  it('takes from the middle of a picture what it takes at the edges of the same without its borders', () => {
    const near = similarity(0.2, 4, 4);
    const format = { channels: 'gray', mean: [0], std: [1] } as const;
    fc.assert(
      fc.property(grey, near, (luma, [a, b, tx, c, d, ty]) => {
        const by = 60;
        const atEdges = new Float32Array(36);
        const inMiddle = new Float32Array(36);
        warpAffineToTensor(greyImage(luma), [a, b, tx, c, d, ty], 6, 6, format, atEdges);
        const shifted: AffineMatrix = [a, b, tx - (a + b) * by, c, d, ty - (c + d) * by];
        warpAffineToTensor(greyImage(padded(luma, by)), shifted, 6, 6, format, inMiddle);
        // Positions are rounded to 1/256 pixel, and either way at a tie, along each axis.
        const step = (Math.max(...luma.data) - Math.min(...luma.data)) / 256;
        const most = 2 * step + 0.05;
        for (const [i, value] of atEdges.entries()) expect(Math.abs(value - inMiddle[i])).toBeLessThan(most);
      }),
    );
  });

  it('copies it under the identity', () => {
    fc.assert(
      fc.property(image, (source) => {
        const { data, width, height, channels } = source;
        const result = warp(source, [1, 0, 0, 0, 1, 0], width, height);
        const expected = [0, 1, 2].flatMap((channel) => [...data].filter((_, i) => i % channels === channel));
        expect([...result]).toEqual(expected);
      }),
    );
  });

  it('stays within its range under any similarity, however far outside', () => {
    fc.assert(
      fc.property(image, matrix, size, size, (source, transform, width, height) => {
        const values = [...source.data].filter((_, i) => i % source.channels < 3);
        const result = warp(source, transform, width, height);
        expect(Math.min(...result)).toBeGreaterThan(Math.min(...values) - 1e-3);
        expect(Math.max(...result)).toBeLessThan(Math.max(...values) + 1e-3);
      }),
    );
  });

  it('keeps it constant where it is constant', () => {
    fc.assert(
      fc.property(image, matrix, fc.integer({ min: 0, max: 255 }), (source, transform, value) => {
        const constant = { ...source, data: source.data.map(() => value) };
        for (const result of warp(constant, transform, 3, 3)) expect(result).toBeCloseTo(value, 4);
      }),
    );
  });
});
