import { access, constants, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { assertPositiveInteger } from '../core/image/rgb-image.js';
import { type Frame, InputError, UnsupportedMediaError } from '../core/index.js';
import { decodeHeic } from './heic/decode-heic.js';

export interface ImageOptions {
  /**
   * A larger picture is shrunk to this longest side while it is decoded, pixels; results stay in source pixels.
   * Default 2048: a face of 16 px at the detector's 640 then still has the 48 px that the expression model reads.
   */
  readonly maxSide?: number;
}

const DEFAULT_MAX_SIDE = 2048;
// 20,000 x 20,000 pixels would take 1.2 GB; a 100-megapixel camera's picture passes.
const MAX_PIXELS = 150e6;

/** As sharp says it. */
const TOO_LARGE = 'Input image exceeds pixel limit';
const NO_HEIC_DECODER = 'heic-decode is not installed';
const DAMAGED_HEIC = 'heic-decode failed';

/**
 * Decode a picture with sharp: JPEG, PNG, WebP, AVIF, GIF or TIFF, 8 bits and sRGB whatever the file has; and HEIC where the
 * optional package heic-decode is installed. EXIF orientation is applied; of several frames or pages the first is taken; transparent parts become white, as on paper.
 * @param input a path, a file URL, or the file's bytes
 * @throws {InputError} if there is no such file, or it is empty
 * @throws {UnsupportedMediaError} if it can't be decoded wholly
 * @throws {RangeError} if `maxSide` is not a positive integer
 */
export async function loadImage(
  input: string | URL | Uint8Array,
  { maxSide = DEFAULT_MAX_SIDE }: ImageOptions = {},
): Promise<Frame> {
  assertPositiveInteger('maxSide', maxSide);
  const source = input instanceof URL ? fileURLToPath(input) : input;
  const name = typeof source === 'string' ? source : 'the picture';
  await assertReadable(source, name);
  try {
    const picture = await openPicture(source);
    const { autoOrient } = await picture.metadata();
    const side = Math.min(maxSide, Math.max(autoOrient.width, autoOrient.height));
    const { data, info } = await picture
      .autoOrient()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .flatten({ background: 'white' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return {
      image: { data, width: info.width, height: info.height, channels: 3 },
      width: autoOrient.width,
      height: autoOrient.height,
      timestamp: null,
    };
  } catch (cause) {
    throw new UnsupportedMediaError(`${name} ${explain(cause)}`, { cause });
  }
}

async function openPicture(source: string | Uint8Array): Promise<Sharp> {
  const options = { failOn: 'error', limitInputPixels: MAX_PIXELS, sequentialRead: true } as const;
  const picture = sharp(source, options);
  const { compression, width: columns, height: rows } = await picture.metadata();
  if (compression !== 'hevc') return picture;
  if (columns * rows > MAX_PIXELS) throw new Error(TOO_LARGE);
  const reply = await decodeHeic(typeof source === 'string' ? await readFile(source) : source);
  if (reply.type === 'not installed') throw new Error(NO_HEIC_DECODER);
  if (reply.type === 'damaged') throw new Error(DAMAGED_HEIC);
  const { data, width, height } = reply;
  return sharp(data, { ...options, raw: { width, height, channels: 4 } });
}

async function assertReadable(source: string | Uint8Array, name: string): Promise<void> {
  let size: number;
  if (typeof source === 'string') {
    try {
      const info = await stat(source);
      if (info.isDirectory()) throw new InputError(`${name} is a folder, not a picture`);
      await access(source, constants.R_OK);
      size = info.size;
    } catch (cause) {
      if (cause instanceof InputError) throw cause;
      const { code } = cause as NodeJS.ErrnoException;
      throw new InputError(code === 'ENOENT' ? `${name} doesn't exist` : `${name} can't be read (${code})`, {
        cause,
      });
    }
  } else {
    size = source.byteLength;
  }
  if (size === 0) throw new InputError(`${name} is empty`);
}

/** Say in our words what libvips says in its own. */
function explain(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/unsupported image format/i.test(message))
    return 'is not a picture in a format that can be read (JPEG, PNG, WebP, AVIF, GIF, TIFF)';
  if (message === NO_HEIC_DECODER)
    return 'is a HEIC picture, which needs a decoder (npm install heic-decode); or make it a JPEG first (macOS: sips -s format jpeg, Linux: heif-convert, Windows: Photos)';
  if (message === DAMAGED_HEIC) return 'is a HEIC picture that is damaged or cut off';
  if (/pixel limit/i.test(message))
    return `has more than ${MAX_PIXELS / 1e6} megapixels; make it smaller first`;
  if (/premature end|truncated|end of (file|stream|input)|out of (data|range)|not enough/i.test(message))
    return 'is cut off: its end is missing';
  return `can't be decoded: ${message.split('\n')[0]}`;
}
