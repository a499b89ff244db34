import { readFile } from 'node:fs/promises';
import sharp, { type Color, type Sharp } from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { loadImage } from './images.js';

// A thread needs compiled code; the build comes before the tests.
vi.mock('./heic/worker-url.js', () => ({
  HEIC_WORKER_URL: new URL('../../dist/node/heic/heic-worker.js', import.meta.url),
}));

const BROWN = '#804020';
const picture = (width = 8, height = 6, background: Color = BROWN) =>
  sharp({ create: { width, height, channels: 3, background } });
const clear = () =>
  sharp({ create: { width: 8, height: 6, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } } });

/** Two frames, the first brown and the second white. */
async function animation(encode: (frames: Sharp) => Sharp): Promise<Buffer> {
  const frames = [await picture().png().toBuffer(), await picture(8, 6, 'white').png().toBuffer()];
  return encode(sharp(frames, { join: { animated: true } })).toBuffer();
}

describe('loadImage', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ['PNG of 16 bits', () => picture().toColourspace('rgb16').png().toBuffer()],
    ['TIFF of 16 bits', () => picture().toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer()],
    ['PNG with a palette', () => picture().png({ palette: true }).toBuffer()],
    ['TIFF', () => picture().tiff({ compression: 'none' }).toBuffer()],
    ['JPEG', () => picture().jpeg({ quality: 100 }).toBuffer()],
    ['WebP', () => picture().webp({ lossless: true }).toBuffer()],
    ['AVIF', () => picture().avif({ quality: 90 }).toBuffer()],
    ['GIF', () => picture().gif().toBuffer()],
    ['animated GIF: its first frame', () => animation((frames) => frames.gif())],
    ['animated WebP: its first frame', () => animation((frames) => frames.webp({ lossless: true }))],
    ['PNG of wider colours (Display P3)', () => picture().withIccProfile('p3').png().toBuffer()],
    ['PNG with opaque alpha', () => picture().ensureAlpha().png().toBuffer()],
  ])('reads %s as 8-bit sRGB', async (_, encode) => {
    const { image, width, height } = await loadImage(await encode());
    expect([width, height, image.width, image.height]).toEqual([8, 6, 8, 6]);
    expect(image.data).toHaveLength(3 * 8 * 6);
    for (const [c, value] of [0x80, 0x40, 0x20].entries()) {
      expect(Math.abs(image.data[c] - value)).toBeLessThanOrEqual(4);
    }
  });

  it('reads a CMYK JPEG as colour, not as its negative', async () => {
    const { image } = await loadImage(await picture().toColourspace('cmyk').jpeg().toBuffer());
    expect(image.channels).toBe(3);
    const [red, green, blue] = image.data;
    expect(red).toBeGreaterThan(green);
    expect(green).toBeGreaterThan(blue);
  });

  it('reads grey of 8 and 16 bits as three equal channels', async () => {
    for (const space of ['b-w', 'grey16']) {
      const { image } = await loadImage(await picture(8, 6, '#777777').toColourspace(space).png().toBuffer());
      expect(image.data).toHaveLength(3 * 8 * 6);
      for (const value of image.data) expect(Math.abs(value - 0x77)).toBeLessThanOrEqual(1);
    }
  });

  it('shows transparent parts as white, whatever colour hides in them', async () => {
    for (const bytes of [
      await clear().png().toBuffer(),
      await clear().webp().toBuffer(),
      await clear().gif().toBuffer(),
      await clear().toColourspace('rgb16').png().toBuffer(),
    ]) {
      const { image } = await loadImage(bytes);
      expect([...new Set(image.data)]).toEqual([255]);
    }
  });

  it.each([
    [1, 1],
    [1, 300],
    [300, 1],
  ])('reads a picture of %i x %i', async (width, height) => {
    const { image } = await loadImage(await picture(width, height).png().toBuffer());
    expect([image.width, image.height]).toEqual([width, height]);
  });

  // By the EXIF standard: where the stored picture's first row, and in it the first and the last column, are seen.
  it.each([
    [1, 'top left', 'top right'],
    [2, 'top right', 'top left'],
    [3, 'bottom right', 'bottom left'],
    [4, 'bottom left', 'bottom right'],
    [5, 'top left', 'bottom left'],
    [6, 'top right', 'bottom right'],
    [7, 'bottom right', 'top right'],
    [8, 'bottom left', 'top left'],
  ])(
    'turns a picture of EXIF orientation %i: its first corner is at the %s',
    async (orientation, first, last) => {
      const corner = (background: Color) =>
        ({ create: { width: 16, height: 16, channels: 3, background } }) as const;
      const stored = picture(48, 32, 'black').composite([
        { input: corner('red'), left: 0, top: 0 },
        { input: corner('lime'), left: 32, top: 0 },
      ]);
      const bytes = await stored
        .withMetadata({ orientation })
        .jpeg({ chromaSubsampling: '4:4:4' })
        .toBuffer();
      const { image, width, height } = await loadImage(bytes);
      expect([width, height]).toEqual(orientation < 5 ? [48, 32] : [32, 48]);
      expect([image.width, image.height]).toEqual([width, height]);
      const pixel = (place: string) => {
        const [x, y] = [place.endsWith('left') ? 4 : width - 5, place.startsWith('top') ? 4 : height - 5];
        return Array.from(image.data.subarray((y * width + x) * 3).subarray(0, 3), (value) => value > 128);
      };
      expect(pixel(first)).toEqual([true, false, false]);
      expect(pixel(last)).toEqual([false, true, false]);
    },
  );

  it('turns a picture of any format that says its orientation', async () => {
    const stored = picture(8, 6).withMetadata({ orientation: 6 });
    for (const bytes of [
      await stored.clone().png().toBuffer(),
      await stored.clone().webp().toBuffer(),
      await stored.clone().tiff().toBuffer(),
    ]) {
      expect(await loadImage(bytes)).toMatchObject({ width: 6, height: 8, image: { width: 6, height: 8 } });
    }
  });

  it('refuses a longest side that is none, and takes any that is', async () => {
    for (const maxSide of [0, -1, 1.5, Number.NaN]) {
      await expect(loadImage('samples/collins.jpg', { maxSide })).rejects.toThrow(
        new RangeError(`maxSide must be a positive integer, got ${maxSide}`),
      );
    }
    const { width, image } = await loadImage('samples/collins.jpg', { maxSide: 1e9 });
    expect(image.width).toBe(width);
  });

  // 64 x 64 pixels of one colour, written by pillow-heif.
  const heic = new URL('../../test/fixtures/image/plain.heic', import.meta.url);

  it('reads a HEIC picture, from a file and from its bytes', async () => {
    for (const input of [heic, await readFile(heic)]) {
      const { image, width, height } = await loadImage(input);
      expect([width, height, image.width, image.height]).toEqual([64, 64, 64, 64]);
      expect(image.data).toHaveLength(3 * 64 * 64);
      for (let at = 0; at < image.data.length; at++) {
        expect(Math.abs(image.data[at] - [200, 120, 90][at % 3])).toBeLessThanOrEqual(4);
      }
    }
  });

  it('says that a HEIC picture is cut off', async () => {
    const bytes = await readFile(heic);
    await expect(loadImage(bytes.subarray(0, bytes.length - 20))).rejects.toThrow(
      'the picture is a HEIC picture that is damaged or cut off',
    );
  });
});
