import sharp, { type Color, type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadImage } from './images.js';

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

  it('turns a picture as its EXIF orientation says', async () => {
    const bytes = await picture(8, 6).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await loadImage(bytes)).toMatchObject({ width: 6, height: 8, image: { width: 6, height: 8 } });
  });

  // 64 x 64 pixels of one colour, written by pillow-heif.
  it('says how to convert a HEIC picture', async () => {
    const heic = new URL('../../test/fixtures/image/plain.heic', import.meta.url);
    await expect(loadImage(heic)).rejects.toThrow(/plain\.heic is a HEIC picture.* make it a JPEG first/);
  });
});
