import type { AnyImage, RgbImage, YuvImage } from '../types.js';
import { type AxisWeights, axisWeights } from './axis-weights.js';
import type { PlaneWeights } from './channel-format.js';
import { ResizedPlane } from './resized-plane.js';
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
    const rowBytes = image.width * channels;
    this.#horizontal = axisWeights(this.#horizontal, image.width, width, channels);
    this.#vertical = axisWeights(this.#vertical, image.height, height, rowBytes);
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
      const rows = [ofLuma.row(y), ofBlue.row(y), ofRed.row(y)] as const;
      for (const [plane, mix] of mixes.entries()) {
        mixRow(rows, mix, target.data, plane * target.planeStride + y * target.rowStride);
      }
    }
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
  [luma, blue, red]: readonly [Float64Array, Float64Array, Float64Array],
  { weights: [ofLuma, ofBlue, ofRed], bias, least, most }: YuvWeights,
  out: Float32Array,
  offset: number,
): void {
  for (let x = 0; x < luma.length; x++) {
    const value = ofLuma * luma[x] + ofBlue * blue[x] + ofRed * red[x] + bias;
    out[offset + x] = value < least ? least : value > most ? most : value;
  }
}
