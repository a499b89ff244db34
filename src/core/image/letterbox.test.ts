import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../types.js';
import { fromLetterbox, letterboxGeometry, letterboxToTensor } from './letterbox.js';
import { Resizer } from './resize.js';

const PLAIN = { channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] } as const;

function constantImage(width: number, height: number, [r, g, b]: readonly number[]): RgbImage {
  const pixels = Array.from({ length: width * height }, () => [r, g, b]);
  return { data: Uint8Array.from(pixels.flat()), width, height, channels: 3 };
}

describe('letterboxGeometry', () => {
  it('scales the longest side to `side` and rounds the input up to the multiple', () => {
    expect(letterboxGeometry(1280, 720, 320, 32)).toEqual({
      scale: 0.25,
      contentWidth: 320,
      contentHeight: 180,
      width: 320,
      height: 192,
    });
    expect(letterboxGeometry(720, 1280, 320, 32)).toMatchObject({ width: 192, height: 320 });
  });

  it('enlarges a small picture', () => {
    expect(letterboxGeometry(100, 50, 320, 32)).toMatchObject({ contentWidth: 320, contentHeight: 160 });
  });

  it('leaves at least one pixel of a very thin picture', () => {
    expect(letterboxGeometry(10_000, 1, 320, 32)).toMatchObject({ contentHeight: 1, height: 32 });
  });

  it.each([
    [[0, 10, 320, 32], 'width must be a positive integer, got 0'],
    [[10, -1, 320, 32], 'height must be a positive integer, got -1'],
    [[10, 10, 0.5, 32], 'side must be a positive integer, got 0.5'],
    [[10, 10, 320, Number.NaN], 'multiple must be a positive integer, got NaN'],
  ] as const)('refuses %o', (sizes, message) => {
    const [width, height, side, multiple] = sizes;
    expect(() => letterboxGeometry(width, height, side, multiple)).toThrow(new RangeError(message));
  });
});

describe('letterboxToTensor', () => {
  it('puts the picture at the top left and pads with black before normalisation', () => {
    const box = letterboxGeometry(4, 2, 6, 4); // content 6 x 3 in 8 x 4
    const format = { channels: 'bgr', mean: [10, 20, 30], std: [1, 2, 4] } as const;
    const tensor = letterboxToTensor(constantImage(4, 2, [50, 60, 70]), box, format);
    const content = [60, 20, 5]; // (70 - 10) / 1, (60 - 20) / 2, (50 - 30) / 4
    const padding = [-10, -10, -7.5];
    expect(tensor).toHaveLength(3 * 8 * 4);
    tensor.forEach((value, i) => {
      const plane = Math.floor(i / 32);
      const y = Math.floor((i % 32) / 8);
      const x = i % 8;
      expect(value).toBeCloseTo(x < 6 && y < 3 ? content[plane] : padding[plane], 4);
    });
  });

  it('fills one plane for gray', () => {
    const box = letterboxGeometry(2, 2, 2, 1);
    const format = { channels: 'gray', mean: [127.5], std: [127.5] } as const;
    const tensor = letterboxToTensor(constantImage(2, 2, [255, 255, 255]), box, format);
    expect(tensor).toHaveLength(4);
    for (const value of tensor) expect(value).toBeCloseTo(1, 6);
  });

  it('overwrites all of a reused buffer and leaves what is behind it', () => {
    const box = letterboxGeometry(3, 2, 6, 4);
    const image = constantImage(3, 2, [1, 2, 3]);
    const fresh = letterboxToTensor(image, box, PLAIN);
    const buffer = new Float32Array(fresh.length + 2).fill(99);
    expect(letterboxToTensor(image, box, PLAIN, buffer, new Resizer())).toBe(buffer);
    expect([...buffer]).toEqual([...fresh, 99, 99]);
  });

  it('refuses a buffer that is too short, and an image whose bytes do not fit its size', () => {
    const box = letterboxGeometry(2, 2, 2, 1);
    const image = constantImage(2, 2, [0, 0, 0]);
    expect(() => letterboxToTensor(image, box, PLAIN, new Float32Array(11))).toThrow(
      new RangeError('out must hold at least 12 values, got 11'),
    );
    expect(() => letterboxToTensor({ ...image, width: 3 }, box, PLAIN)).toThrow('got 12');
  });
});

describe('fromLetterbox', () => {
  it("maps the content's corners to the source's, also where the content was rounded", () => {
    const source = { width: 1000, height: 333 };
    const box = letterboxGeometry(source.width, source.height, 320, 32);
    expect(fromLetterbox([0, 0], box, source)).toEqual([0, 0]);
    expect(fromLetterbox([box.contentWidth, box.contentHeight], box, source)).toEqual([1000, 333]);
  });

  it('maps to a source that is larger than the picture that was resized', () => {
    const box = letterboxGeometry(640, 360, 320, 32);
    expect(fromLetterbox([160, 90], box, { width: 1920, height: 1080 })).toEqual([960, 540]);
  });
});
