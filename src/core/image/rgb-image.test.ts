import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../types.js';
import { assertRgbImage } from './rgb-image.js';

const image: RgbImage = { data: new Uint8Array(24), width: 4, height: 2, channels: 3 };

describe('assertRgbImage', () => {
  it('accepts three and four channels, plain and clamped bytes', () => {
    expect(() => assertRgbImage(image)).not.toThrow();
    expect(() => assertRgbImage({ ...image, data: new Uint8ClampedArray(32), channels: 4 })).not.toThrow();
  });

  it.each([
    [{ width: 0 }, 'image.width must be a positive integer, got 0'],
    [{ height: 1.5 }, 'image.height must be a positive integer, got 1.5'],
    [{ width: Number.NaN }, 'image.width must be a positive integer, got NaN'],
    [{ channels: 1 as 3 }, 'image.channels must be 3 or 4, got 1'],
    [{ channels: 4 as const }, '4 * 2 * 4 = 32 bytes, got 24'],
  ])('refuses %o and names field, rule and value', (change, message) => {
    expect(() => assertRgbImage({ ...image, ...change })).toThrow(RangeError);
    expect(() => assertRgbImage({ ...image, ...change })).toThrow(message);
  });

  it.each([
    [new Float32Array(24), 'Float32Array'],
    [Array.from({ length: 24 }, () => 0), 'Array'],
    [null, 'null'],
    [undefined, 'undefined'],
  ])('refuses data that are not bytes: %o', (data, name) => {
    const broken = { ...image, data: data as unknown as Uint8Array };
    expect(() => assertRgbImage(broken)).toThrow(TypeError);
    expect(() => assertRgbImage(broken)).toThrow(
      `image.data must be a Uint8Array or Uint8ClampedArray, got ${name}`,
    );
  });
});
