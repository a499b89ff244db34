import type { AnyImage, Point } from '../types.js';
import { type ChannelFormat, planeWeights } from './channel-format.js';
import { Resizer } from './resize.js';
import { assertPositiveInteger } from './rgb-image.js';
import { assertImage } from './yuv-image.js';

/** Where a picture lies in a network's input: at the top left, padded on the right and at the bottom. */
export interface Letterbox {
  /** Letterbox pixels per image pixel, before the content's size is rounded. */
  readonly scale: number;
  /** Size of the scaled picture, pixels. */
  readonly contentWidth: number;
  readonly contentHeight: number;
  /** Size of the whole input, pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * Plan a letterbox: the picture is scaled, also up, until its longest side is `side` pixels.
 * @param multiple the input's width and height are rounded up to a multiple of this
 * @throws {RangeError} if an argument is not a positive integer
 */
export function letterboxGeometry(width: number, height: number, side: number, multiple: number): Letterbox {
  for (const [field, value] of Object.entries({ width, height, side, multiple })) {
    assertPositiveInteger(field, value);
  }
  const scale = side / Math.max(width, height);
  const contentWidth = Math.max(1, Math.round(width * scale));
  const contentHeight = Math.max(1, Math.round(height * scale));
  return {
    scale,
    contentWidth,
    contentHeight,
    width: Math.ceil(contentWidth / multiple) * multiple,
    height: Math.ceil(contentHeight / multiple) * multiple,
  };
}

/**
 * Resize a picture into a network's input in one pass: float32, planar, [channels, box.height, box.width].
 * @param out reused where given; its first `channels * height * width` values are overwritten
 * @param resizer reused where given, so that a stream allocates nothing in proportion to the picture
 * @returns `out`
 * @throws {TypeError | RangeError} if the image or the format is invalid, or `out` is too short
 */
export function letterboxToTensor(
  image: AnyImage,
  box: Letterbox,
  format: ChannelFormat,
  out?: Float32Array,
  resizer: Resizer = new Resizer(),
): Float32Array {
  assertImage(image);
  const planes = planeWeights(format);
  const planeStride = box.width * box.height;
  const length = planes.length * planeStride;
  const data = out ?? new Float32Array(length);
  if (data.length < length) {
    throw new RangeError(`out must hold at least ${length} values, got ${data.length}`);
  }
  resizer.resize(image, box.contentWidth, box.contentHeight, planes, {
    data,
    rowStride: box.width,
    planeStride,
  });
  for (let plane = 0; plane < planes.length; plane++) {
    pad(data.subarray(plane * planeStride, (plane + 1) * planeStride), box, planes[plane].bias);
  }
  return data;
}

/** Fill what the content leaves of one plane; black is the plane's bias. */
function pad(plane: Float32Array, box: Letterbox, black: number): void {
  if (box.contentWidth < box.width) {
    for (let y = 0; y < box.contentHeight; y++) {
      plane.fill(black, y * box.width + box.contentWidth, (y + 1) * box.width);
    }
  }
  plane.fill(black, box.contentHeight * box.width);
}

/**
 * Map a point from letterbox pixels back to source pixels, in coordinates whose origin is the picture's top left
 * corner (the first pixel's centre is at 0.5, 0.5).
 * @param source size of the picture that the result refers to; may be larger than the one that was resized
 */
export function fromLetterbox(
  point: Point,
  geometry: Letterbox,
  source: { readonly width: number; readonly height: number },
): Point {
  // Each axis by its own ratio: the content's size was rounded to whole pixels.
  return [
    (point[0] * source.width) / geometry.contentWidth,
    (point[1] * source.height) / geometry.contentHeight,
  ];
}
