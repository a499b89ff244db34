import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../types.js';
import { planeWeights } from './channel-format.js';
import { Resizer } from './resize.js';

const RGB = planeWeights({ channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] });
const size = fc.integer({ min: 1, max: 24 });
const image = fc
  .record({ width: size, height: size, channels: fc.constantFrom(3 as const, 4 as const) })
  .chain(
    ({ width, height, channels }): fc.Arbitrary<RgbImage> =>
      fc
        .uint8Array({ minLength: width * height * channels, maxLength: width * height * channels })
        .map((data) => ({ data, width, height, channels })),
  );

/** Resize to planar RGB. */
function resize(source: RgbImage, width: number, height: number): Float32Array {
  const data = new Float32Array(3 * width * height);
  new Resizer().resize(source, width, height, RGB, { data, rowStride: width, planeStride: width * height });
  return data;
}

/** One channel of an interleaved picture. */
function channelOf({ data, channels }: RgbImage, channel: number): number[] {
  return Array.from({ length: data.length / channels }, (_, i) => data[i * channels + channel]);
}

describe('Resizer, for any picture and size', () => {
  it('stays within the range of each channel', () => {
    fc.assert(
      fc.property(image, size, size, (source, width, height) => {
        const result = resize(source, width, height);
        for (let channel = 0; channel < 3; channel++) {
          const values = channelOf(source, channel);
          const plane = result.subarray(channel * width * height, (channel + 1) * width * height);
          expect(Math.min(...plane)).toBeGreaterThan(Math.min(...values) - 1e-4);
          expect(Math.max(...plane)).toBeLessThan(Math.max(...values) + 1e-4);
        }
      }),
    );
  });

  it('keeps a constant picture constant', () => {
    fc.assert(
      fc.property(image, size, size, fc.integer({ min: 0, max: 255 }), (source, width, height, value) => {
        const constant = { ...source, data: source.data.map(() => value) };
        const result = resize(constant, width, height);
        expect(Math.min(...result)).toBeCloseTo(value, 4);
        expect(Math.max(...result)).toBeCloseTo(value, 4);
      }),
    );
  });

  it('keeps the mean when it shrinks: every source pixel counts alike', () => {
    fc.assert(
      fc.property(image, size, size, (source, width, height) => {
        fc.pre(width <= source.width && height <= source.height);
        const result = resize(source, width, height).subarray(0, width * height);
        const mean = (values: Iterable<number>, n: number) => [...values].reduce((sum, v) => sum + v, 0) / n;
        const values = channelOf(source, 0);
        expect(mean(result, result.length)).toBeCloseTo(mean(values, values.length), 3);
      }),
    );
  });

  it('copies a picture to its own size', () => {
    fc.assert(
      fc.property(image, (source) => {
        const result = resize(source, source.width, source.height);
        expect([...result]).toEqual([0, 1, 2].flatMap((channel) => channelOf(source, channel)));
      }),
    );
  });
});
