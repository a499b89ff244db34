import type { AnyImage, Plane, YuvColors, YuvImage } from '../types.js';
import type { PlaneWeights } from './channel-format.js';
import { assertPositiveInteger, assertRgbImage } from './rgb-image.js';

/** Whether a picture is one of planes. */
export function isYuvImage(image: AnyImage): image is YuvImage {
  return 'planes' in image;
}

/**
 * Check that an image's fields agree with each other.
 * @throws {TypeError} if a field that holds bytes doesn't
 * @throws {RangeError} if a size is not a positive integer, or bytes are missing
 */
export function assertImage(image: AnyImage): void {
  if (!isYuvImage(image)) {
    assertRgbImage(image);
    return;
  }
  assertPositiveInteger('image.width', image.width);
  assertPositiveInteger('image.height', image.height);
  for (const [i, { data, width, height, rowBytes }] of image.planes.entries()) {
    const name = `image.planes[${i}]`;
    if (!(data instanceof Uint8Array)) throw new TypeError(`${name}.data must be a Uint8Array`);
    assertPositiveInteger(`${name}.width`, width);
    assertPositiveInteger(`${name}.height`, height);
    const length = rowBytes * (height - 1) + width;
    if (!(Number.isSafeInteger(rowBytes) && rowBytes >= width && data.length >= length)) {
      throw new RangeError(
        `${name} must have rows of at least ${width} bytes and ${length} bytes in all, got ${rowBytes} and ${data.length}`,
      );
    }
  }
}

/** How many pixels a sample of a plane stands for along an axis: 1, or 2 where a colour has half as many. */
export function subsampling(pixels: number, samples: number): number {
  return Math.round(pixels / samples);
}

/** One plane of a tensor as a linear function of a picture's samples, kept within what black and white give. */
export interface YuvWeights {
  /** Of brightness, and of both colour differences. */
  readonly weights: readonly [number, number, number];
  readonly bias: number;
  readonly least: number;
  readonly most: number;
}

/** Weights below this are what rounding leaves of 0. */
const NOTHING = 1e-12;

/**
 * What a tensor's planes take of brightness and colour differences, given what they take of red, green and blue.
 * @see ITU-T H.273, 8.3 (matrix coefficients)
 */
export function yuvWeights(planes: readonly PlaneWeights[], colors: YuvColors): YuvWeights[] {
  const { redWeight, blueWeight, isFullRange } = colors;
  const greenWeight = 1 - redWeight - blueWeight;
  const [offset, luma, chroma] = isFullRange ? [0, 1, 1] : [16, 255 / 219, 255 / 224];
  const redOfCr = 2 * (1 - redWeight);
  const blueOfCb = 2 * (1 - blueWeight);
  const greenOfCr = (-redWeight * redOfCr) / greenWeight;
  const greenOfCb = (-blueWeight * blueOfCb) / greenWeight;
  return planes.map(({ red, green, blue, bias }) => {
    const white = red + green + blue;
    const weights = [
      white * luma,
      (green * greenOfCb + blue * blueOfCb) * chroma,
      (red * redOfCr + green * greenOfCr) * chroma,
    ].map((weight) => (Math.abs(weight) < NOTHING ? 0 : weight)) as [number, number, number];
    return {
      weights,
      bias: bias - weights[0] * offset - (weights[1] + weights[2]) * 128,
      least: Math.min(bias, bias + 255 * white),
      most: Math.max(bias, bias + 255 * white),
    };
  });
}

/** The planes that any of the weights needs: a grey picture in Rec. 601 needs no colour. */
export function neededPlanes({ planes }: YuvImage, weights: readonly YuvWeights[]): (Plane | null)[] {
  return planes.map((plane, i) => (weights.some((each) => each.weights[i] !== 0) ? plane : null));
}
