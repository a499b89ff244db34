import { type AffineMatrix, invertAffine } from '../alignment/similarity-transform.js';
import type { AnyImage, Plane, RgbImage, YuvImage } from '../types.js';
import { type ChannelFormat, type PlaneWeights, planeWeights } from './channel-format.js';
import { assertPositiveInteger } from './rgb-image.js';
import { assertImage, isYuvImage, neededPlanes, subsampling, yuvWeights } from './yuv-image.js';

/** At most this many samples a destination pixel along each axis: bounds the time that a huge face takes. */
const MAX_SAMPLES = 8;

/**
 * Positions are rounded to 1/256 pixel (OpenCV: 1/32), so that the sums are integers, a third of the time. They fit
 * into 31 bits: 255 * 256 * 256 * MAX_SAMPLES * MAX_SAMPLES.
 */
const STEP_BITS = 8;
const STEPS = 1 << STEP_BITS;

/** Where positions are added up from sample to sample, they are counted finer, and stay within 1/256 pixel. */
const FINE_BITS = 16;
const FINE_STEPS = 1 << FINE_BITS;
const ROUNDING = 1 << (FINE_BITS - STEP_BITS - 1);

/** As far as such a position reaches in 31 bits. */
const MOST_FINE = 2 ** (31 - FINE_BITS);

/**
 * Warp a picture into a tensor of planes, [channels, height, width]: bilinear, edges replicated. Where the picture
 * shrinks, a destination pixel is the mean of k x k samples, about one for each source pixel that it covers, so that
 * fine detail does not alias.
 * @param matrix maps source pixels to destination pixels, pixel centres at integers (OpenCV's convention)
 * @param width width of the result, pixels
 * @param height height of the result, pixels
 * @param offset where the first plane starts in `out`
 * @throws {TypeError | RangeError} if the image or the format is invalid, the matrix has no inverse, or the result does
 *   not fit into `out`
 */
export function warpAffineToTensor(
  image: AnyImage,
  matrix: AffineMatrix,
  width: number,
  height: number,
  format: ChannelFormat,
  out: Float32Array,
  offset = 0,
): void {
  assertImage(image);
  assertPositiveInteger('width', width);
  assertPositiveInteger('height', height);
  const planes = planeWeights(format);
  const planeStride = width * height;
  const end = offset + planes.length * planeStride;
  if (!Number.isSafeInteger(offset) || offset < 0 || end > out.length) {
    throw new RangeError(
      `offset must leave ${planes.length * planeStride} values in out of length ${out.length}, got ${offset}`,
    );
  }

  const part = out.subarray(offset, end);
  const inverse = invertAffine(matrix);
  if (isYuvImage(image)) warpYuv(image, inverse, width, height, planes, part);
  else warpRgb(image, inverse, width, height, planes, part);
}

function warpRgb(
  image: RgbImage,
  inverse: AffineMatrix,
  width: number,
  height: number,
  planes: readonly PlaneWeights[],
  out: Float32Array,
): void {
  const samples = samplesPerAxis(inverse);
  const planeStride = width * height;
  const sum = new Float64Array(3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      samplePixel(image, inverse, x, y, samples, sum);
      const at = y * width + x;
      for (let plane = 0; plane < planes.length; plane++) {
        const { red, green, blue, bias } = planes[plane];
        out[at + plane * planeStride] = red * sum[0] + green * sum[1] + blue * sum[2] + bias;
      }
    }
  }
}

/** Each plane is warped from its own size; the colours are mixed where there are fewest pixels. */
function warpYuv(
  image: YuvImage,
  inverse: AffineMatrix,
  width: number,
  height: number,
  planes: readonly PlaneWeights[],
  out: Float32Array,
): void {
  const mixes = yuvWeights(planes, image.colors);
  const [luma, blue, red] = neededPlanes(image, mixes).map((plane, i) => {
    const warped = new Float64Array(width * height);
    if (plane === null) return warped;
    const toPlane = toSamples(inverse, image, plane);
    const samples = samplesPerAxis(toPlane);
    // Colour has no fine detail that could alias: a sample takes in two values along each axis, so every second will do.
    warpPlane(plane, toPlane, i === 0 ? samples : Math.ceil(samples / 2), width, height, warped);
    return warped;
  });
  for (const [plane, { weights, bias, least, most }] of mixes.entries()) {
    const [ofLuma, ofBlue, ofRed] = weights;
    const start = plane * luma.length;
    for (let i = 0; i < luma.length; i++) {
      const value = ofLuma * luma[i] + ofBlue * blue[i] + ofRed * red[i] + bias;
      out[start + i] = value < least ? least : value > most ? most : value;
    }
  }
}

/** The same map to the samples of a plane; a sample lies in the middle of the pixels that it stands for. */
function toSamples([a, b, tx, c, d, ty]: AffineMatrix, image: YuvImage, plane: Plane): AffineMatrix {
  const stepX = subsampling(image.width, plane.width);
  const stepY = subsampling(image.height, plane.height);
  return [a / stepX, b / stepX, (tx + 0.5) / stepX - 0.5, c / stepY, d / stepY, (ty + 0.5) / stepY - 0.5];
}

function warpPlane(
  plane: Plane,
  inverse: AffineMatrix,
  samples: number,
  width: number,
  height: number,
  out: Float64Array,
): void {
  const bounds = boundsOf(inverse, width, height);
  if (isWithin(plane, bounds)) {
    const origin = { x: Math.floor(bounds.left), y: Math.floor(bounds.top) };
    warpWithin(plane, inverse, origin, samples, width, height, out);
    return;
  }
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) out[i] = sampleValue(plane, inverse, x, y, samples);
  }
}

/** Whether every sample lies between four of the plane's, none of them replicated. */
function isWithin(plane: Plane, { left, top, right, bottom }: Bounds): boolean {
  const isInside = left >= 0 && top >= 0 && right < plane.width - 1 && bottom < plane.height - 1;
  return isInside && right - left < MOST_FINE && bottom - top < MOST_FINE;
}

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What the samples of all destination pixels span, and as much more as rounding may add. */
function boundsOf([a, b, tx, c, d, ty]: AffineMatrix, width: number, height: number): Bounds {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const x of [-0.5, width - 0.5]) {
    for (const y of [-0.5, height - 0.5]) {
      xs.push(a * x + b * y + tx);
      ys.push(c * x + d * y + ty);
    }
  }
  const more = 0.02;
  return {
    left: Math.min(...xs) - more,
    top: Math.min(...ys) - more,
    right: Math.max(...xs) + more,
    bottom: Math.max(...ys) + more,
  };
}

/**
 * As `sampleValue` for every pixel, without edges: integers throughout take half the time.
 * @param origin whole position from which positions are counted, above and left of all samples
 */
function warpWithin(
  { data, rowBytes }: Plane,
  [a, b, tx, c, d, ty]: AffineMatrix,
  { x: left, y: top }: { readonly x: number; readonly y: number },
  samples: number,
  width: number,
  height: number,
  out: Float64Array,
): void {
  const origin = top * rowBytes + left;
  const spacing = 1 / samples;
  const fine = (step: number) => Math.round(step * spacing * FINE_STEPS);
  const [xAlong, xDown, yAlong, yDown] = [fine(a), fine(b), fine(c), fine(d)];
  const first = 0.5 * spacing - 0.5;
  const firstX = Math.round(((a + b) * first + tx - left) * FINE_STEPS) + ROUNDING;
  const firstY = Math.round(((c + d) * first + ty - top) * FINE_STEPS) + ROUNDING;
  const share = (spacing / STEPS) ** 2;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let sum = 0;
      for (let row = y * samples; row < (y + 1) * samples; row++) {
        let fineX = (firstX + Math.imul(xAlong, x * samples) + Math.imul(xDown, row)) | 0;
        let fineY = (firstY + Math.imul(yAlong, x * samples) + Math.imul(yDown, row)) | 0;
        for (let column = 0; column < samples; column++) {
          const at = (origin + Math.imul(fineY >> FINE_BITS, rowBytes) + (fineX >> FINE_BITS)) | 0;
          const below = (at + rowBytes) | 0;
          const shareX = (fineX >> (FINE_BITS - STEP_BITS)) & (STEPS - 1);
          const shareY = (fineY >> (FINE_BITS - STEP_BITS)) & (STEPS - 1);
          const upper = data[at];
          const lower = data[below];
          const upperMean = ((upper << STEP_BITS) + Math.imul(shareX, data[at + 1] - upper)) | 0;
          const lowerMean = ((lower << STEP_BITS) + Math.imul(shareX, data[below + 1] - lower)) | 0;
          sum = (sum + (upperMean << STEP_BITS) + Math.imul(shareY, lowerMean - upperMean)) | 0;
          fineX = (fineX + xAlong) | 0;
          fineY = (fineY + yAlong) | 0;
        }
      }
      out[i] = sum * share;
    }
  }
}

/** One sample for each source pixel that a destination pixel spans, rounded up. */
function samplesPerAxis([a, b, , c, d]: AffineMatrix): number {
  const span = Math.max(Math.hypot(a, c), Math.hypot(b, d));
  // A span of 1 with a rounding error is still 1: two samples would blur what only moves.
  return Math.min(Math.max(Math.ceil(span - 1e-6), 1), MAX_SAMPLES);
}

/** Mean red, green and blue over the samples of destination pixel (x, y), into `mean`. */
function samplePixel(
  image: RgbImage,
  inverse: AffineMatrix,
  x: number,
  y: number,
  samples: number,
  mean: Float64Array,
): void {
  const { data, channels } = image;
  const rowBytes = image.width * channels;
  const right = (image.width - 1) * STEPS;
  const bottom = (image.height - 1) * STEPS;
  const spacing = 1 / samples;
  const stepX = inverse[0] * spacing * STEPS;
  const stepY = inverse[3] * spacing * STEPS;
  const sampleX = x - 0.5 + 0.5 * spacing;
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let row = 0; row < samples; row++) {
    const sampleY = y - 0.5 + (row + 0.5) * spacing;
    let positionX = (inverse[0] * sampleX + inverse[1] * sampleY + inverse[2]) * STEPS + 0.5;
    let positionY = (inverse[3] * sampleX + inverse[4] * sampleY + inverse[5]) * STEPS + 0.5;
    for (let column = 0; column < samples; column++, positionX += stepX, positionY += stepY) {
      const sourceX = truncateWithin(positionX, right);
      const sourceY = truncateWithin(positionY, bottom);
      const shareX = sourceX & (STEPS - 1);
      const shareY = sourceY & (STEPS - 1);
      const bottomRight = shareX * shareY;
      const bottomLeft = STEPS * shareY - bottomRight;
      const topRight = STEPS * shareX - bottomRight;
      const topLeft = STEPS * STEPS - STEPS * shareX - bottomLeft;
      const at = Math.imul(sourceY >> STEP_BITS, rowBytes) + Math.imul(sourceX >> STEP_BITS, channels);
      const atRight = sourceX < right ? at + channels : at;
      const below = sourceY < bottom ? at + rowBytes : at;
      const belowRight = below + atRight - at;
      red +=
        topLeft * data[at] +
        topRight * data[atRight] +
        bottomLeft * data[below] +
        bottomRight * data[belowRight];
      green +=
        topLeft * data[at + 1] +
        topRight * data[atRight + 1] +
        bottomLeft * data[below + 1] +
        bottomRight * data[belowRight + 1];
      blue +=
        topLeft * data[at + 2] +
        topRight * data[atRight + 2] +
        bottomLeft * data[below + 2] +
        bottomRight * data[belowRight + 2];
    }
  }
  const share = (spacing / STEPS) ** 2;
  mean[0] = red * share;
  mean[1] = green * share;
  mean[2] = blue * share;
}

/** Mean of a plane over the samples of destination pixel (x, y). */
function sampleValue(
  { data, rowBytes, width, height }: Plane,
  inverse: AffineMatrix,
  x: number,
  y: number,
  samples: number,
): number {
  const right = (width - 1) * STEPS;
  const bottom = (height - 1) * STEPS;
  const spacing = 1 / samples;
  const stepX = inverse[0] * spacing * STEPS;
  const stepY = inverse[3] * spacing * STEPS;
  const sampleX = x - 0.5 + 0.5 * spacing;
  let sum = 0;
  for (let row = 0; row < samples; row++) {
    const sampleY = y - 0.5 + (row + 0.5) * spacing;
    let positionX = (inverse[0] * sampleX + inverse[1] * sampleY + inverse[2]) * STEPS + 0.5;
    let positionY = (inverse[3] * sampleX + inverse[4] * sampleY + inverse[5]) * STEPS + 0.5;
    for (let column = 0; column < samples; column++, positionX += stepX, positionY += stepY) {
      const sourceX = truncateWithin(positionX, right);
      const sourceY = truncateWithin(positionY, bottom);
      const shareX = sourceX & (STEPS - 1);
      const shareY = sourceY & (STEPS - 1);
      const at = Math.imul(sourceY >> STEP_BITS, rowBytes) + (sourceX >> STEP_BITS);
      const atRight = sourceX < right ? at + 1 : at;
      const below = sourceY < bottom ? at + rowBytes : at;
      const top = STEPS * data[at] + shareX * (data[atRight] - data[at]);
      const base = STEPS * data[below] + shareX * (data[below + atRight - at] - data[below]);
      sum += STEPS * top + shareY * (base - top);
    }
  }
  return sum * (spacing / STEPS) ** 2;
}

/** The integer below a position, from 0 to `end`: positions outside the picture take its edge. */
function truncateWithin(position: number, end: number): number {
  return position < 0 ? 0 : position > end ? end : position | 0;
}
