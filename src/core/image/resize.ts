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
  /** Bytes from one source value to the next. */
  readonly stride: number;
  /** Byte offset of the first value that counts. */
  readonly start: Int32Array;
  /** Byte offset of the last value, inclusive. Where it equals `start`, `last` is 0. */
  readonly end: Int32Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly inner: number;
}

/**
 * Resizes pictures straight into a tensor: area averaging with exact fractional coverage where an axis shrinks
 * (OpenCV's INTER_AREA), bilinear with pixel centres and replicated edges where it grows (INTER_LINEAR).
 *
 * It keeps the weights of the last sizes and one row of sums, so that frames of one size allocate nothing.
 */
export class Resizer {
  #horizontal = areaWeights(1, 1, 3);
  #vertical = areaWeights(1, 1, 3);
  /** One output row, [width, 3]: red, green, blue. */
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
    const { data, channels } = image;
    const rowBytes = image.width * channels;
    this.#horizontal = reuseOrMake(this.#horizontal, image.width, width, channels);
    this.#vertical = reuseOrMake(this.#vertical, image.height, height, rowBytes);
    if (this.#sum.length !== 3 * width) this.#sum = new Float64Array(3 * width);
    const sum = this.#sum;
    const { start, end, first, last, inner } = this.#vertical;
    for (let y = 0; y < height; y++) {
      sum.fill(0);
      for (let row = start[y]; row <= end[y]; row += rowBytes) {
        const weight = row === start[y] ? first[y] : row === end[y] ? last[y] : inner;
        addRow(data, row, this.#horizontal, weight, sum);
      }
      writeRow(sum, planes, target, y * target.rowStride);
    }
  }
}

function reuseOrMake(old: AxisWeights, sourceLength: number, length: number, stride: number): AxisWeights {
  if (old.sourceLength === sourceLength && old.start.length === length && old.stride === stride) return old;
  const makeWeights = length <= sourceLength ? areaWeights : linearWeights;
  return makeWeights(sourceLength, length, stride);
}

/** Output `i` covers source [i, i + 1) * sourceLength / length; a pixel's weight is the share that it fills. */
function areaWeights(sourceLength: number, length: number, stride: number): AxisWeights {
  const weights = emptyWeights(sourceLength, length, stride, length / sourceLength);
  for (let i = 0; i < length; i++) {
    // Products of integers, divided once: a boundary on a pixel's edge is found exactly.
    const start = Math.floor((i * sourceLength) / length);
    const end = Math.ceil(((i + 1) * sourceLength) / length) - 1;
    weights.start[i] = start * stride;
    weights.end[i] = end * stride;
    weights.first[i] = end === start ? 1 : ((start + 1) * length - i * sourceLength) / sourceLength;
    weights.last[i] = end === start ? 0 : ((i + 1) * sourceLength - end * length) / sourceLength;
  }
  return weights;
}

/** Output `i` lies between the two source pixels whose centres are nearest. */
function linearWeights(sourceLength: number, length: number, stride: number): AxisWeights {
  const weights = emptyWeights(sourceLength, length, stride, 0);
  for (let i = 0; i < length; i++) {
    // OpenCV maps pixel centres: (x + 0.5) * scale - 0.5.
    const position = ((i + 0.5) * sourceLength) / length - 0.5;
    const clamped = Math.min(Math.max(position, 0), sourceLength - 1);
    const start = Math.floor(clamped);
    weights.start[i] = start * stride;
    weights.end[i] = Math.min(start + 1, sourceLength - 1) * stride;
    weights.first[i] = 1 - (clamped - start);
    weights.last[i] = clamped - start;
  }
  return weights;
}

function emptyWeights(sourceLength: number, length: number, stride: number, inner: number): AxisWeights {
  return {
    sourceLength,
    stride,
    start: new Int32Array(length),
    end: new Int32Array(length),
    first: new Float64Array(length),
    last: new Float64Array(length),
    inner,
  };
}

/** Resize the source row at byte `rowOffset` along x and add `rowWeight` times the result to `sum`, [width, 3]. */
function addRow(
  data: RgbImage['data'],
  rowOffset: number,
  weights: AxisWeights,
  rowWeight: number,
  sum: Float64Array,
): void {
  const { start, end, first, last, stride } = weights;
  const innerWeight = weights.inner * rowWeight;
  for (let x = 0, at = 0; x < start.length; x++, at += 3) {
    const firstAt = rowOffset + start[x];
    const lastAt = rowOffset + end[x];
    const firstWeight = first[x] * rowWeight;
    const lastWeight = last[x] * rowWeight;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let i = firstAt + stride; i < lastAt; i += stride) {
      red += data[i];
      green += data[i + 1];
      blue += data[i + 2];
    }
    sum[at] += firstWeight * data[firstAt] + innerWeight * red + lastWeight * data[lastAt];
    sum[at + 1] += firstWeight * data[firstAt + 1] + innerWeight * green + lastWeight * data[lastAt + 1];
    sum[at + 2] += firstWeight * data[firstAt + 2] + innerWeight * blue + lastWeight * data[lastAt + 2];
  }
}

/** Mix a finished row, [width, 3], into the target's planes. */
function writeRow(
  row: Float64Array,
  planes: readonly PlaneWeights[],
  { data, planeStride }: PlanarTarget,
  rowOffset: number,
): void {
  for (let plane = 0; plane < planes.length; plane++) {
    const { red, green, blue, bias } = planes[plane];
    const offset = plane * planeStride + rowOffset;
    for (let x = 0, i = 0; i < row.length; x++, i += 3) {
      data[offset + x] = red * row[i] + green * row[i + 1] + blue * row[i + 2] + bias;
    }
  }
}
