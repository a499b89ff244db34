import type { RgbImage } from '../types.js';

/**
 * Check that an image's fields agree with each other.
 * @throws {TypeError} if `data` is not an array of bytes
 * @throws {RangeError} if a size is not a positive integer, `channels` is not 3 or 4, or `data` has another length
 */
export function assertRgbImage(image: RgbImage): void {
  const { data, width, height, channels } = image;
  if (!(data instanceof Uint8Array || data instanceof Uint8ClampedArray)) {
    throw new TypeError(`image.data must be a Uint8Array or Uint8ClampedArray, got ${typeName(data)}`);
  }
  assertPositiveInteger('image.width', width);
  assertPositiveInteger('image.height', height);
  if (channels !== 3 && channels !== 4) {
    throw new RangeError(`image.channels must be 3 or 4, got ${String(channels)}`);
  }
  const length = width * height * channels;
  if (data.length !== length) {
    throw new RangeError(
      `image.data must hold width * height * channels = ${width} * ${height} * ${channels} = ${length} bytes, got ${data.length}`,
    );
  }
}

/** @throws {RangeError} naming `field` if `value` is not an integer from 1 */
export function assertPositiveInteger(field: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${field} must be a positive integer, got ${String(value)}`);
  }
}

function typeName(value: unknown): string {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return value.constructor?.name ?? 'object';
}
