import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../types.js';
import { FaceBatch } from './face-batch.js';

const template = [
  [1, 1],
  [3, 1],
  [2, 2],
  [1, 3],
  [3, 3],
] as const;
const template5 = template as unknown as ConstructorParameters<typeof FaceBatch>[0]['template'];

function card(overrides: object = {}): ConstructorParameters<typeof FaceBatch>[0] {
  const input = { name: 'faces', channels: 'gray' as const, mean: [100], std: [50], width: 4, height: 4 };
  return { input: { ...input, ...overrides }, template: template5 };
}

function image(width: number, height: number, value: (x: number, y: number) => number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    data.fill(value(i % width, Math.floor(i / width)), 3 * i, 3 * i + 3);
  }
  return { data, width, height, channels: 3 };
}

describe('FaceBatch', () => {
  it('normalises the tile and puts the second face behind the first', () => {
    const batch = new FaceBatch(card(), 3);
    batch.addTile(
      Uint8Array.from({ length: 16 }, (_, i) => i * 10),
      4,
    );
    batch.addTile(new Uint8Array(16).fill(200), 4);
    expect(batch.count).toBe(2);
    expect(batch.data).toHaveLength(32);
    expect(batch.data[0]).toBe(-2);
    expect(batch.data[15]).toBe(1);
    expect([...batch.data.subarray(16)]).toEqual(new Array(16).fill(2));
  });

  it('reads a grey picture of the input size as it reads the same tile', () => {
    const pixels = Uint8Array.from({ length: 16 }, (_, i) => (i * 37) % 256);
    const asTile = new FaceBatch(card(), 1);
    asTile.addTile(pixels, 4);
    const asImage = new FaceBatch(card(), 1);
    asImage.addImage(image(4, 4, (x, y) => pixels[4 * y + x]));
    asTile.data.forEach((value, i) => {
      expect(asImage.data[i]).toBeCloseTo(value, 5);
    });
  });

  it('repeats a tile for every channel of a colour model, each with its own normalisation', () => {
    const batch = new FaceBatch(card({ channels: 'bgr', mean: [0, 100, 200], std: [1, 2, 4] }), 1);
    batch.addTile(new Uint8Array(16).fill(100), 4);
    expect([batch.data[0], batch.data[16], batch.data[32]]).toEqual([100, 0, -25]);
    expect(batch.data).toHaveLength(48);
  });

  it('resizes a tile of another size than the input', () => {
    const batch = new FaceBatch(card(), 1);
    batch.addTile(
      Uint8Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 0 : 200)),
      8,
    );
    expect(batch.data[0]).toBeCloseTo(-2, 5);
    expect(batch.data[3]).toBeCloseTo(2, 5);
  });

  it('stretches a picture that is not square over the whole input', () => {
    const batch = new FaceBatch(card(), 1);
    batch.addImage(image(8, 4, (x) => (x < 4 ? 0 : 200)));
    const firstRow = [...batch.data.subarray(0, 4)];
    [-2, -2, 2, 2].forEach((value, i) => {
      expect(firstRow[i]).toBeCloseTo(value, 5);
    });
  });

  it('aligns a face by its keypoints', () => {
    const shifted = template.map(([x, y]) => [x + 10, y + 20]) as unknown as typeof template5;
    const batch = new FaceBatch(card(), 1);
    batch.addFace(
      image(30, 30, (x, y) => x + y),
      shifted,
    );
    expect(batch.data[0]).toBeCloseTo((30 - 100) / 50, 4);
    expect(batch.data[15]).toBeCloseTo((36 - 100) / 50, 4);
  });

  it('uses its buffer again after clear', () => {
    const batch = new FaceBatch(card(), 1);
    batch.addTile(new Uint8Array(16), 4);
    const { buffer } = batch.data;
    expect(batch.isFull).toBe(true);
    batch.clear();
    expect([batch.count, batch.isFull, batch.data.length]).toEqual([0, false, 0]);
    batch.addTile(new Uint8Array(16).fill(255), 4);
    expect(batch.data.buffer).toBe(buffer);
  });

  it('refuses a face too many, a tile of a wrong length and a picture that is none, and stays as it was', () => {
    const batch = new FaceBatch(card(), 1);
    expect(() => batch.addTile(new Uint8Array(15), 4)).toThrow(
      'pixels must have side * side = 16 values, got 15',
    );
    expect(() => batch.addImage({ data: new Uint8Array(1), width: 2, height: 2, channels: 3 })).toThrow(
      RangeError,
    );
    expect(batch.count).toBe(0);
    batch.addTile(new Uint8Array(16), 4);
    expect(() => batch.addTile(new Uint8Array(16), 4)).toThrow('a batch of 1 faces is full');
  });

  it('refuses a capacity that is no positive integer', () => {
    expect(() => new FaceBatch(card(), 0)).toThrow('capacity must be a positive integer, got 0');
  });
});
