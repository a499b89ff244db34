import type { SaliencyMap } from './occlusion-saliency.js';

/** A red, green, blue and alpha byte for each value of a map. */
export interface HeatImage {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/**
 * Stops of matplotlib's "inferno", which grows evenly lighter and can be told apart with any kind of colour vision.
 * @see Smith and van der Walt 2015, https://bids.github.io/colormap/ (CC0)
 */
const STOPS = [
  [0, 0, 4],
  [66, 10, 104],
  [147, 38, 103],
  [221, 81, 58],
  [252, 165, 10],
  [252, 255, 164],
];

/** The strongest place hides the face this far. */
const STRONGEST_ALPHA = 0.8;

/** A fall of the log odds below this is noise; it is not stretched to the brightest colour. */
const SMALLEST_SCALE = 0.1;

/** Red, green, blue, 0 to 255, of a strength from 0 to 1. */
export function heatColor(strength: number): [number, number, number] {
  const position = Math.max(0, Math.min(1, strength)) * (STOPS.length - 1);
  const index = Math.min(Math.floor(position), STOPS.length - 2);
  const share = position - index;
  const mix = (c: number) => Math.round(STOPS[index][c] * (1 - share) + STOPS[index + 1][c] * share);
  return [mix(0), mix(1), mix(2)];
}

/** Opacity of a strength from 0 to 1: what did not matter stays visible. */
export function heatAlpha(strength: number): number {
  return STRONGEST_ALPHA * Math.max(0, Math.min(1, strength)) ** 1.4;
}

/** The value that has the brightest colour. */
function heatScale(values: ArrayLike<number>): number {
  let largest = SMALLEST_SCALE;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]);
  return largest;
}

/** Colour a map; what spoke against the expression (values below 0) stays clear. */
export function heatImage({
  values,
  width,
  height,
}: Pick<SaliencyMap, 'values' | 'width' | 'height'>): HeatImage {
  const scale = heatScale(values);
  const data = new Uint8ClampedArray(4 * values.length);
  for (const [i, value] of values.entries()) {
    const strength = Math.max(0, value / scale);
    data.set([...heatColor(strength), Math.round(255 * heatAlpha(strength))], 4 * i);
  }
  return { data, width, height };
}
