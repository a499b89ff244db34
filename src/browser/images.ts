import { UnsupportedMediaError } from '../core/errors.js';
import { assertPositiveInteger } from '../core/image/rgb-image.js';
import type { Frame, RgbImage } from '../core/types.js';
import { PixelReader } from './pixel-reader.js';

/** Any picture that a page may hold. */
export type ImageInput =
  | Blob
  | ImageBitmap
  | VideoFrame
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | RgbImage;

export interface ImageOptions {
  /**
   * A larger picture is shrunk to this longest side, pixels; results stay in source pixels. Frames of a video that are read
   * without a canvas are left as they are.
   * Default 2048: a face of 16 px at the detector's 640 then still has the 48 px that the expression model reads.
   */
  readonly maxSide?: number;
}

export const DEFAULT_IMAGE_MAX_SIDE = 2048;

/** Whether an input is decoded pixels already. */
export function isRgbImage(input: ImageInput): input is RgbImage {
  return 'channels' in input;
}

/**
 * Decode a picture, or copy one that is decoded, into a bitmap that can go to a worker. EXIF orientation is applied.
 * @throws {UnsupportedMediaError} if the browser can't decode it
 */
export async function toBitmap(input: Exclude<ImageInput, RgbImage>): Promise<ImageBitmap> {
  if (input instanceof Blob && input.size === 0) throw new UnsupportedMediaError(`${nameOf(input)} is empty`);
  try {
    // 'from-image' is the default of the specification, but was not that of older browsers.
    return await createImageBitmap(input, { imageOrientation: 'from-image' });
  } catch (cause) {
    throw new UnsupportedMediaError(`${nameOf(input)} can't be decoded by this browser`, { cause });
  }
}

/**
 * Decode a picture into pixels, as `loadImage` of affect-detect/node does.
 * @throws {UnsupportedMediaError} if the browser can't decode it
 * @throws {RangeError} if `maxSide` is not a positive integer
 */
export async function loadImage(
  input: Exclude<ImageInput, RgbImage>,
  { maxSide = DEFAULT_IMAGE_MAX_SIDE }: ImageOptions = {},
): Promise<Frame> {
  assertPositiveInteger('maxSide', maxSide);
  const bitmap = await toBitmap(input);
  try {
    const { width, height } = bitmap;
    return { image: new PixelReader().read(bitmap, maxSide), width, height, timestamp: null };
  } finally {
    bitmap.close();
  }
}

function nameOf(input: object): string {
  return input instanceof File && input.name ? input.name : 'the picture';
}
