import { describe, expect, it } from 'vitest';
import type { AffineMatrix } from '../alignment/similarity-transform.js';
import type { Plane, RgbImage, YuvColors, YuvImage } from '../types.js';
import { letterboxGeometry, letterboxToTensor } from './letterbox.js';
import { warpAffineToTensor } from './warp-affine.js';
import { assertImage } from './yuv-image.js';

const RGB = { channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] } as const;
const GRAY = { channels: 'gray', mean: [0], std: [1] } as const;
const REC_601: YuvColors = { redWeight: 0.299, blueWeight: 0.114, isFullRange: false };
const REC_709: YuvColors = { redWeight: 0.2126, blueWeight: 0.0722, isFullRange: false };
const IDENTITY: AffineMatrix = [1, 0, 0, 0, 1, 0];

/** A plane of samples, with bytes between its rows that belong to nothing. */
function plane(width: number, height: number, sample: (x: number, y: number) => number, padding = 3): Plane {
  const rowBytes = width + padding;
  const data = new Uint8Array(rowBytes * height).fill(77);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * rowBytes + x] = sample(x, y);
  return { data, width, height, rowBytes };
}

function flat(y: number, blue: number, red: number, colors: YuvColors, width = 9, height = 7): YuvImage {
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const planes = [
    plane(width, height, () => y),
    plane(halfWidth, halfHeight, () => blue),
    plane(halfWidth, halfHeight, () => red),
  ] as const;
  return { width, height, planes, colors };
}

/** Red, green and blue of the middle of a picture of one colour, both ways. */
function colours(image: YuvImage): number[][] {
  const box = letterboxGeometry(image.width, image.height, 4, 1);
  const small = letterboxToTensor(image, box, RGB);
  const area = box.width * box.height;
  const warped = new Float32Array(3 * 4);
  warpAffineToTensor(image, [1, 0, -3, 0, 1, -2], 2, 2, RGB, warped);
  return [
    [0, 1, 2].map((channel) => small[channel * area + 2]),
    [0, 1, 2].map((channel) => warped[channel * 4 + 3]),
  ];
}

describe('a picture of planes', () => {
  // Of 75 % colour bars, as ITU-R BT.471 and FFmpeg's `pal75bars` and `smptehdbars` have them.
  it.each([
    ['white', [235, 128, 128], REC_601, [255, 255, 255]],
    ['black', [16, 128, 128], REC_601, [0, 0, 0]],
    ['red in Rec. 601', [65, 100, 212], REC_601, [191, 0, 0]],
    ['blue in Rec. 601', [35, 212, 114], REC_601, [0, 0, 191]],
    ['red in Rec. 709', [51, 109, 212], REC_709, [191, 0, 0]],
    ['green in Rec. 709', [133, 63, 52], REC_709, [0, 191, 0]],
    ['full range', [200, 128, 128], { ...REC_601, isFullRange: true }, [200, 200, 200]],
    ['brighter than white', [250, 128, 128], REC_709, [255, 255, 255]],
    ['darker than black', [3, 128, 128], REC_709, [0, 0, 0]],
  ] as const)('has the colours of %s', (_, [y, blue, red], colors, expected) => {
    for (const colour of colours(flat(y, blue, red, colors))) {
      for (const [i, value] of colour.entries()) expect(Math.abs(value - expected[i])).toBeLessThan(2);
    }
  });

  it('is as grey as its brightness in Rec. 601, whatever its colours', () => {
    const image = { ...flat(120, 60, 200, { ...REC_601, isFullRange: true }) };
    const gray = letterboxToTensor(image, letterboxGeometry(9, 7, 9, 1), GRAY);
    for (const value of gray) expect(value).toBeCloseTo(120, 4);
  });

  /** The same picture as planes of full size and as RGB; grey, so that both hold the same. */
  function both(width: number, height: number, padding: number): [YuvImage, RgbImage] {
    const sample = (x: number, y: number) => (x * 31 + y * 57 + x * y) % 256;
    const gray = plane(width, height, sample, padding);
    const colour = plane(width, height, () => 128, padding);
    const data = new Uint8Array(width * height * 3);
    for (let i = 0; i < data.length; i++) {
      const pixel = Math.floor(i / 3);
      data[i] = sample(pixel % width, Math.floor(pixel / width));
    }
    const colors = { ...REC_601, isFullRange: true };
    return [
      { width, height, planes: [gray, colour, colour], colors },
      { data, width, height, channels: 3 },
    ];
  }

  // Sizes that divide, that don't, that grow, and rows that begin on words or not.
  it.each([
    [64, 48, 16, 0],
    [64, 48, 16, 3],
    [64, 48, 24, 0],
    [61, 47, 16, 2],
    [12, 8, 32, 4],
    [64, 8, 64, 0],
    [1280, 6, 4, 0],
  ])('of %d x %d pixels is resized to %d as RGB is, rows padded by %d', (width, height, side, padding) => {
    const [planes, rgb] = both(width, height, padding);
    const box = letterboxGeometry(width, height, side, 8);
    const expected = letterboxToTensor(rgb, box, RGB);
    for (const [i, value] of letterboxToTensor(planes, box, RGB).entries()) {
      expect(Math.abs(value - expected[i])).toBeLessThan(1e-3);
    }
  });

  it.each([
    [[0.3, 0.1, -2, -0.1, 0.3, 4] as const],
    [[1.7, 0, -30, 0, 1.7, -20] as const],
    [[0.05, 0, 0, 0, 0.05, 0] as const],
    [[0.5, 0.5, 10, -0.5, 0.5, 30] as const],
    [[-1, 0, 40, 0, -1, 40] as const],
  ])('is warped as RGB is, inside and outside: %j', (matrix) => {
    const [planes, rgb] = both(61, 47, 1);
    const [out, expected] = [new Float32Array(3 * 20 * 24), new Float32Array(3 * 20 * 24)];
    warpAffineToTensor(planes, matrix as unknown as AffineMatrix, 20, 24, RGB, out);
    warpAffineToTensor(rgb, matrix as unknown as AffineMatrix, 20, 24, RGB, expected);
    for (const [i, value] of out.entries()) expect(Math.abs(value - expected[i])).toBeLessThan(1e-2);
  });

  it('has each colour in the middle of the pixels that it stands for', () => {
    const image: YuvImage = {
      width: 8,
      height: 2,
      planes: [plane(8, 2, () => 128), plane(4, 1, (x) => 100 + 8 * x), plane(4, 1, () => 128)],
      colors: { ...REC_601, isFullRange: true },
    };
    const out = new Float32Array(3 * 8 * 2);
    warpAffineToTensor(image, IDENTITY, 8, 2, RGB, out);
    const blue = [...out.subarray(32, 40)].map((value) => (value - 128) / (2 * (1 - 0.114)) + 128);
    [100, 102, 106, 110, 114, 118, 122, 124].forEach((expected, x) => {
      expect(blue[x]).toBeCloseTo(expected, 1);
    });
  });

  it('is refused where bytes are missing or a size is none', () => {
    const image = flat(1, 2, 3, REC_601);
    const [luma, blue, red] = image.planes;
    const changed = (change: Partial<Plane>) => ({
      ...image,
      planes: [luma, { ...blue, ...change }, red] as const,
    });
    expect(() => assertImage(image)).not.toThrow();
    expect(() => assertImage({ ...image, width: 0 })).toThrow(
      'image.width must be a positive integer, got 0',
    );
    expect(() => assertImage(changed({ height: 5 }))).toThrow(
      'image.planes[1] must have rows of at least 5 bytes and 37 bytes in all, got 8 and 32',
    );
    expect(() => assertImage(changed({ rowBytes: 4 }))).toThrow(RangeError);
    expect(() => assertImage(changed({ data: [] as unknown as Uint8Array }))).toThrow(
      new TypeError('image.planes[1].data must be a Uint8Array'),
    );
  });
});
