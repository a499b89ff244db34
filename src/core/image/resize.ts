import type { RgbImage } from '../types.js';
import type { PlaneWeights } from './channel-format.js';

/** Where a resized picture goes: planes of float32 inside a larger tensor. */
export interface PlanarTarget {
  readonly data: Float32Array;
  /** Floats from one row to the next. */
  readonly rowStride: number;
  /** Floats from one plane to the next. */
  readonly planeStride: number;
}

/**
 * Weights along one axis. Output `i` is `first[i] * v[start[i]] + inner * (the values between) + last[i] * v[end[i]]`;
 * both kernels have this form, and it saves a load and a multiplication for most source pixels.
 */
interface AxisWeights {
  readonly sourceLength: number;
  readonly start: Int32Array;
  /** Index of the last value, inclusive. Where it equals `start`, only `first` counts. */
  readonly end: Int32Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly inner: number;
}

/**
 * Resizes pictures straight into a tensor: area averaging with exact fractional coverage where an axis shrinks
 * (OpenCV's INTER_AREA), bilinear with pixel centres and replicated edges where it grows (INTER_LINEAR).
 *
 * It keeps the weights of the last sizes and two rows of scratch, so that frames of one size allocate nothing.
 */
export class Resizer {
  #horizontal = areaWeights(1, 1);
  #vertical = areaWeights(1, 1);
  /** Two horizontally resized source rows, [slot][r, g, b][x]: neighbouring output rows share up to two. */
  #rows: readonly [Float64Array, Float64Array] = [new Float64Array(3), new Float64Array(3)];
  #sum = new Float64Array(3);

  /**
   * @param image checked by the caller (`assertRgbImage`)
   * @param width output width, pixels
   * @param height output height, pixels
   * @param planes what goes into each plane of the target
   */
  resize(
    image: RgbImage,
    width: number,
    height: number,
    planes: readonly PlaneWeights[],
    target: PlanarTarget,
  ): void {
    this.#prepare(image, width, height);
    const { start, end, first, last, inner } = this.#vertical;
    const sum = this.#sum;
    const cached = [-1, -1];
    for (let y = 0; y < height; y++) {
      sum.fill(0);
      for (let sourceY = start[y]; sourceY <= end[y]; sourceY++) {
        const slot = sourceY & 1;
        const row = this.#rows[slot as 0 | 1];
        if (cached[slot] !== sourceY) {
          resizeRow(image, sourceY, this.#horizontal, row);
          cached[slot] = sourceY;
        }
        const weight = sourceY === start[y] ? first[y] : sourceY === end[y] ? last[y] : inner;
        for (let i = 0; i < sum.length; i++) sum[i] += weight * row[i];
      }
      writeRow(sum, width, planes, target, y * target.rowStride);
    }
  }

  #prepare(image: RgbImage, width: number, height: number): void {
    if (this.#horizontal.sourceLength !== image.width || this.#horizontal.start.length !== width) {
      this.#horizontal = axisWeights(image.width, width);
    }
    if (this.#vertical.sourceLength !== image.height || this.#vertical.start.length !== height) {
      this.#vertical = axisWeights(image.height, height);
    }
    if (this.#sum.length !== 3 * width) {
      this.#rows = [new Float64Array(3 * width), new Float64Array(3 * width)];
      this.#sum = new Float64Array(3 * width);
    }
  }
}

function axisWeights(sourceLength: number, length: number): AxisWeights {
  return length <= sourceLength ? areaWeights(sourceLength, length) : linearWeights(sourceLength, length);
}

/** Output `i` covers source [i, i + 1) * sourceLength / length; a pixel's weight is the share that it fills. */
function areaWeights(sourceLength: number, length: number): AxisWeights {
  const weights = emptyWeights(sourceLength, length, length / sourceLength);
  for (let i = 0; i < length; i++) {
    // Products of integers, divided once: a boundary on a pixel's edge is found exactly.
    const start = Math.floor((i * sourceLength) / length);
    const end = Math.ceil(((i + 1) * sourceLength) / length) - 1;
    weights.start[i] = start;
    weights.end[i] = end;
    weights.first[i] = end === start ? 1 : ((start + 1) * length - i * sourceLength) / sourceLength;
    weights.last[i] = ((i + 1) * sourceLength - end * length) / sourceLength;
  }
  return weights;
}

function linearWeights(sourceLength: number, length: number): AxisWeights {
  const weights = emptyWeights(sourceLength, length, 0);
  for (let i = 0; i < length; i++) {
    // OpenCV maps pixel centres: (x + 0.5) * scale - 0.5.
    const position = ((i + 0.5) * sourceLength) / length - 0.5;
    const clamped = Math.min(Math.max(position, 0), sourceLength - 1);
    const start = Math.floor(clamped);
    weights.start[i] = start;
    weights.end[i] = Math.min(start + 1, sourceLength - 1);
    weights.first[i] = 1 - (clamped - start);
    weights.last[i] = clamped - start;
  }
  return weights;
}

function emptyWeights(sourceLength: number, length: number, inner: number): AxisWeights {
  return {
    sourceLength,
    start: new Int32Array(length),
    end: new Int32Array(length),
    first: new Float64Array(length),
    last: new Float64Array(length),
    inner,
  };
}

/** Resize one source row along x into planar r, g, b. */
function resizeRow(image: RgbImage, sourceY: number, weights: AxisWeights, out: Float64Array): void {
  const { data, channels } = image;
  const { start, end, first, last, inner } = weights;
  const width = start.length;
  const rowOffset = sourceY * image.width * channels;
  for (let x = 0; x < width; x++) {
    let at = rowOffset + start[x] * channels;
    const lastAt = rowOffset + end[x] * channels;
    const firstWeight = first[x];
    let red = firstWeight * data[at];
    let green = firstWeight * data[at + 1];
    let blue = firstWeight * data[at + 2];
    if (lastAt > at) {
      let innerRed = 0;
      let innerGreen = 0;
      let innerBlue = 0;
      for (at += channels; at < lastAt; at += channels) {
        innerRed += data[at];
        innerGreen += data[at + 1];
        innerBlue += data[at + 2];
      }
      const lastWeight = last[x];
      red += inner * innerRed + lastWeight * data[lastAt];
      green += inner * innerGreen + lastWeight * data[lastAt + 1];
      blue += inner * innerBlue + lastWeight * data[lastAt + 2];
    }
    out[x] = red;
    out[width + x] = green;
    out[2 * width + x] = blue;
  }
}

/** Mix a finished planar r, g, b row into the target's planes. */
function writeRow(
  row: Float64Array,
  width: number,
  planes: readonly PlaneWeights[],
  target: PlanarTarget,
  rowOffset: number,
): void {
  const { data, planeStride } = target;
  for (let plane = 0; plane < planes.length; plane++) {
    const { red, green, blue, bias } = planes[plane];
    const offset = plane * planeStride + rowOffset;
    for (let x = 0; x < width; x++) {
      data[offset + x] = red * row[x] + green * row[width + x] + blue * row[2 * width + x] + bias;
    }
  }
}
