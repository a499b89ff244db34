import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePicture, extensionFor, formatOfName, pictureFormat } from './encode-picture.js';

const FORMATS = ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const;
const SIZE = { width: 24, height: 16 };
/** Orange on the left, blue on the right. */
const PICTURE = {
  ...SIZE,
  channels: 3,
  data: Uint8Array.from({ length: 3 * SIZE.width * SIZE.height }, (_, i) =>
    Math.floor(i / 3) % SIZE.width < 12 ? [230, 159, 0][i % 3] : [0, 114, 178][i % 3],
  ),
} as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-encode-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('encodePicture', () => {
  it.each(FORMATS)('writes %s in true colours and without metadata', async (format) => {
    const path = join(folder, `picture.${format}`);
    await writeFile(path, await encodePicture(PICTURE, format));
    expect(await pictureFormat(path)).toBe(format);
    const { exif, icc, xmp, iptc, orientation } = await sharp(path).metadata();
    expect([exif, icc, xmp, iptc]).toEqual([undefined, undefined, undefined, undefined]);
    expect(orientation ?? 1).toBe(1);
    const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([24, 16]);
    for (const [column, color] of [
      [4, [230, 159, 0]],
      [20, [0, 114, 178]],
    ] as const) {
      const at = info.channels * (8 * 24 + column);
      for (const [c, value] of color.entries()) expect(Math.abs(data[at + c] - value)).toBeLessThan(12);
    }
  });

  it("drops a canvas's alpha", async () => {
    const data = new Uint8Array(4 * 4).fill(50);
    const bytes = await encodePicture({ data, width: 2, height: 2, channels: 4 }, 'png');
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 2, height: 2, channels: 3 });
  });
});

describe('pictureFormat', () => {
  it('goes by the content, not by the name, and is PNG for what can only be read', async () => {
    const misnamed = join(folder, 'misnamed.jpg');
    await writeFile(misnamed, await encodePicture(PICTURE, 'webp'));
    expect(await pictureFormat(misnamed)).toBe('webp');
    const drawing = join(folder, 'drawing.svg');
    await writeFile(
      drawing,
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    );
    expect(await pictureFormat(drawing)).toBe('png');
  });
});

it('keeps an extension that fits the format and replaces another', () => {
  expect(extensionFor('jpeg', '.JPEG')).toBe('.JPEG');
  expect(extensionFor('tiff', '.tiff')).toBe('.tiff');
  expect(extensionFor('webp', '.jpg')).toBe('.webp');
  expect(extensionFor('png', '')).toBe('.png');
});

it('knows a format by the name of a file, and a folder by having none', () => {
  expect(formatOfName('out/Why.PNG')).toBe('png');
  expect(formatOfName('why.tif')).toBe('tiff');
  expect(formatOfName('out')).toBeNull();
  expect(formatOfName('out.d')).toBeNull();
});
