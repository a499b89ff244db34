import { mapDetection } from '../detection/map-detection.js';
import { warpAffineToTensor } from '../image/warp-affine.js';
import type { Box, Detection, RgbImage } from '../types.js';
import { seededRandom } from './seeded-random.js';

/** A slightly different look at the same picture, as a camera that trembles and adapts to the light would give it. */
export interface View {
  /** About the picture's centre. */
  readonly scale: number;
  /** Pixels of a picture whose longest side is 640. */
  readonly shift: readonly [number, number];
  /** Exponent of the brightness from 0 to 1. */
  readonly gamma: number;
  /** Factor of the brightness, after `gamma`. */
  readonly gain: number;
}

const SHIFT_SIDE = 640;
const LARGEST_SHIFT = 8;
const LARGEST_SCALE = 1.1;
const LARGEST_GAMMA = 1.4;
const LARGEST_GAIN = 1.25;

/**
 * Draw views: shifts up to 8 px, evenly; scales from 0.9 to 1.1, gamma from 0.7 to 1.4 and gain from 0.8 to 1.25, evenly
 * by their logarithms.
 * @param seed equal seeds give equal views
 */
export function drawViews(count: number, seed: number): View[] {
  const random = seededRandom(seed);
  const evenly = (largest: number) => (2 * random() - 1) * largest;
  const factor = (largest: number) => Math.exp(evenly(Math.log(largest)));
  return Array.from({ length: count }, () => ({
    scale: factor(LARGEST_SCALE),
    shift: [evenly(LARGEST_SHIFT), evenly(LARGEST_SHIFT)] as const,
    gamma: factor(LARGEST_GAMMA),
    gain: factor(LARGEST_GAIN),
  }));
}

/** How a view moves points of a picture: `x' = scale x + tx`, with the origin at the picture's corner. */
interface Move {
  readonly scale: number;
  readonly tx: number;
  readonly ty: number;
}

function moveOf({ scale, shift }: View, { width, height }: Size): Move {
  const pixel = Math.max(width, height) / SHIFT_SIDE;
  return {
    scale,
    tx: ((1 - scale) * width) / 2 + shift[0] * pixel,
    ty: ((1 - scale) * height) / 2 + shift[1] * pixel,
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The picture as a view shows it, of the same size; what lies outside the original repeats its edge. */
export function renderView(image: RgbImage, view: View): RgbImage {
  const { width, height } = image;
  const { scale, tx, ty } = moveOf(view, image);
  // A pixel's centre is at integers for the warp and half a pixel from the corner for boxes.
  const offset = (scale - 1) / 2;
  const matrix = [scale, 0, tx + offset, 0, scale, ty + offset] as const;
  const planes = new Float32Array(3 * width * height);
  const format = { channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] } as const;
  warpAffineToTensor(image, matrix, width, height, format, planes);
  const light = Uint8ClampedArray.from(
    { length: 256 },
    (_, level) => 255 * view.gain * (level / 255) ** view.gamma,
  );
  const data = new Uint8Array(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      data[3 * pixel + channel] = light[Math.round(planes[channel * width * height + pixel])];
    }
  }
  return { data, width, height, channels: 3 };
}

/** Where a detection in a view lies in the original picture. */
export function undoView(detection: Detection, view: View, size: Size): Detection {
  const { scale, tx, ty } = moveOf(view, size);
  return mapDetection(detection, { scaleX: 1 / scale, scaleY: 1 / scale, x: -tx / scale, y: -ty / scale });
}

/** Whether a box of the original picture lies wholly within what a view shows. */
export function isWithinView({ x, y, width, height }: Box, view: View, size: Size): boolean {
  const { scale, tx, ty } = moveOf(view, size);
  const right = scale * (x + width) + tx;
  const bottom = scale * (y + height) + ty;
  return scale * x + tx >= 0 && scale * y + ty >= 0 && right <= size.width && bottom <= size.height;
}
