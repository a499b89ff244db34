import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { type Frame, InputError, UnsupportedMediaError } from '../core/index.js';

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

/**
 * Decode a picture with sharp: JPEG, PNG, WebP, AVIF, GIF or TIFF, 8 bits and sRGB whatever the file has. EXIF
 * orientation is applied; of several frames or pages the first is taken; transparent parts become white, as on paper.
 * @param input a path, a file URL, or the file's bytes
 * @throws {InputError} if there is no such file, or it is empty
 * @throws {UnsupportedMediaError} if it can't be decoded wholly
 */
export async function loadImage(
  input: string | URL | Uint8Array,
  { maxSide = DEFAULT_MAX_SIDE }: ImageOptions = {},
): Promise<Frame> {
  const source = input instanceof URL ? fileURLToPath(input) : input;
  const name = typeof source === 'string' ? source : 'the picture';
  await assertReadable(source, name);
  try {
    const picture = sharp(source, { failOn: 'error', limitInputPixels: MAX_PIXELS, sequentialRead: true });
    const { autoOrient } = await picture.metadata();
    const { data, info } = await picture
      .autoOrient()
      .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
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

async function assertReadable(source: string | Uint8Array, name: string): Promise<void> {
  let size: number;
  if (typeof source === 'string') {
    try {
      const info = await stat(source);
      if (info.isDirectory()) throw new InputError(`${name} is a folder, not a picture`);
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
  if (/heif.*compression format has not been built in/is.test(message))
    return "is a HEIC picture, which can't be read here; make it a JPEG first (macOS: sips -s format jpeg, Linux: heif-convert, Windows: Photos)";
  if (/pixel limit/i.test(message))
    return `has more than ${MAX_PIXELS / 1e6} megapixels; make it smaller first`;
  if (/premature end|truncated|end of (file|stream|input)|out of (data|range)|not enough/i.test(message))
    return 'is cut off: its end is missing';
  return `can't be decoded: ${message.split('\n')[0]}`;
}
