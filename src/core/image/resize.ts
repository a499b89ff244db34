import type { AnyImage, RgbImage, YuvImage } from '../types.js';
import { type AxisWeights, axisWeights } from './axis-weights.js';
import type { PlaneWeights } from './channel-format.js';
import { ResizedPlane } from './resized-plane.js';
import { EVERY_SECOND_BYTE, MOST_BYTES, wordsOf } from './words.js';
import { isYuvImage, neededPlanes, type YuvWeights, yuvWeights } from './yuv-image.js';

/** Where a resized picture goes: planes of float32 inside a larger tensor. */
export interface PlanarTarget {
  readonly data: Float32Array;
  /** Floats from one row to the next. */
  readonly rowStride: number;
  /** Floats from one plane to the next. */
  readonly planeStride: number;
}

/**
 * Resizes pictures straight into a tensor: area averaging with exact fractional coverage where an axis shrinks
 * (OpenCV's INTER_AREA), bilinear with pixel centres and replicated edges where it grows (INTER_LINEAR).
 *
 * It keeps the weights of the last sizes and one row of sums, so that frames of one size allocate nothing.
 */
export class Resizer {
  #horizontal: AxisWeights | null = null;
  #vertical: AxisWeights | null = null;
  /** One output row, [width, 3]: red, green, blue. */
  #sum = new Float64Array(3);
  readonly #yuv = [new ResizedPlane(), new ResizedPlane(), new ResizedPlane()] as const;

  /**
   * @param image checked by the caller (`assertImage`)
   * @param width output width, pixels
   * @param height output height, pixels
   * @param planes what goes into each plane of the target
   */
  resize(
    image: AnyImage,
    width: number,
    height: number,
    planes: readonly PlaneWeights[],
    target: PlanarTarget,
  ): void {
    if (isYuvImage(image)) this.#resizeYuv(image, width, height, yuvWeights(planes, image.colors), target);
    else this.#resizeRgb(image, width, height, planes, target);
  }

  #resizeRgb(
    image: RgbImage,
    width: number,
    height: number,
    planes: readonly PlaneWeights[],
    target: PlanarTarget,
  ): void {
    const { data, channels } = image;
    if (image.width === width && image.height === height) {
      for (let y = 0; y < height; y++) copyRow(image, y, planes, target);
      return;
    }
    const rowBytes = image.width * channels;
    this.#horizontal = axisWeights(this.#horizontal, image.width, width, channels);
    this.#vertical = axisWeights(this.#vertical, image.height, height, rowBytes);
    if (this.#sum.length !== 3 * width) this.#sum = new Float64Array(3 * width);
    const sum = this.#sum;
    const across = image.width / width;
    const down = image.height / height;
    const words = channels === 4 && across * down <= MOST_BYTES ? wordsOf(data, rowBytes) : null;
    if (words !== null && Number.isInteger(across) && Number.isInteger(down)) {
      for (let y = 0; y < height; y++) {
        averagePixels(words, y * down * image.width, image.width, across, down, sum);
        writeRow(sum, planes, target, y * target.rowStride);
      }
      return;
    }
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

  /** Each plane is resized from its own size; the colours are mixed where there are fewest pixels. */
  #resizeYuv(
    image: YuvImage,
    width: number,
    height: number,
    mixes: readonly YuvWeights[],
    target: PlanarTarget,
  ): void {
    const [luma, blue, red] = neededPlanes(image, mixes);
    const [ofLuma, ofBlue, ofRed] = this.#yuv;
    ofLuma.begin(luma, width, height);
    ofBlue.begin(blue, width, height);
    ofRed.begin(red, width, height);
    for (let y = 0; y < height; y++) {
      const lumaRow = ofLuma.row(y);
      const blueRow = ofBlue.row(y);
      const redRow = ofRed.row(y);
      for (let plane = 0; plane < mixes.length; plane++) {
        const offset = plane * target.planeStride + y * target.rowStride;
        mixRow(lumaRow, blueRow, redRow, mixes[plane], target.data, offset);
      }
    }
  }
}

/** Mix a row of a picture that keeps its size into the target's planes. */
function copyRow(
  { data, width, channels }: RgbImage,
  y: number,
  planes: readonly PlaneWeights[],
  { data: out, rowStride, planeStride }: PlanarTarget,
): void {
  const from = y * width * channels;
  for (let plane = 0; plane < planes.length; plane++) {
    const { red, green, blue, bias } = planes[plane];
    const weights = [red, green, blue];
    const offset = plane * planeStride + y * rowStride;
    const channel = weights.findIndex((weight) => weight !== 0);
    // A plane of one colour, as nearly all are, takes a third of the time.
    if (weights.every((weight, i) => weight === 0 || i === channel)) {
      copyChannel(data, from + channel, channels, weights[channel], bias, out, offset, width);
    } else {
      for (let x = 0, i = from; x < width; x++, i += channels) {
        out[offset + x] = red * data[i] + green * data[i + 1] + blue * data[i + 2] + bias;
      }
    }
  }
}

function copyChannel(
  data: RgbImage['data'],
  from: number,
  step: number,
  weight: number,
  bias: number,
  out: Float32Array,
  offset: number,
  width: number,
): void {
  for (let x = 0, i = from; x < width; x++, i += step) out[offset + x] = weight * data[i] + bias;
}

/**
 * Resize pixels of four bytes where the sizes divide, into one row, [width, 3].
 * @param from first pixel
 * @param across pixels of a row that go into one
 * @param down rows that go into one
 */
function averagePixels(
  words: Int32Array,
  from: number,
  rowPixels: number,
  across: number,
  down: number,
  row: Float64Array,
): void {
  const share = 1 / (across * down);
  const height = down * rowPixels;
  for (let at = 0, left = from; at < row.length; at += 3, left += across) {
    let redAndBlue = 0;
    let greenAndAlpha = 0;
    for (let start = left; start < left + height; start += rowPixels) {
      for (let i = start; i < start + across; i++) {
        const pixel = words[i];
        redAndBlue = (redAndBlue + (pixel & EVERY_SECOND_BYTE)) | 0;
        greenAndAlpha = (greenAndAlpha + ((pixel >>> 8) & EVERY_SECOND_BYTE)) | 0;
      }
    }
    row[at] = share * (redAndBlue & 0xffff);
    row[at + 1] = share * (greenAndAlpha & 0xffff);
    row[at + 2] = share * (redAndBlue >>> 16);
  }
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

/** Mix a finished row of each plane into one row of a tensor. */
function mixRow(
  luma: Float64Array,
  blue: Float64Array,
  red: Float64Array,
  { weights, bias, least, most }: YuvWeights,
  out: Float32Array,
  offset: number,
): void {
  const ofLuma = weights[0];
  const ofBlue = weights[1];
  const ofRed = weights[2];
  for (let x = 0; x < luma.length; x++) {
    const value = ofLuma * luma[x] + ofBlue * blue[x] + ofRed * red[x] + bias;
    out[offset + x] = Math.min(Math.max(value, least), most);
  }
}
