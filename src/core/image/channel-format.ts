/** How a network wants its input: the order of its channels, and their normalisation `(v - mean) / std`. */
export interface ChannelFormat {
  /** Planes in order; `gray` is one plane of Rec. 601 luma, as PIL's mode `L`. */
  readonly channels: 'rgb' | 'bgr' | 'gray';
  /** One value a plane, for pixel values 0 to 255. */
  readonly mean: readonly number[];
  /** One value a plane, for pixel values 0 to 255; not 0. */
  readonly std: readonly number[];
}

/** One output plane as a linear function of a pixel: `red * r + green * g + blue * b + bias`. */
export interface PlaneWeights {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly bias: number;
}

/** What each plane takes of red, green and blue. */
const MIXES = {
  rgb: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  bgr: [
    [0, 0, 1],
    [0, 1, 0],
    [1, 0, 0],
  ],
  gray: [[0.299, 0.587, 0.114]],
} as const;

/**
 * Fold channel order and normalisation into weights, one entry for each plane of the tensor.
 * @throws {RangeError} if `channels` is unknown, or `mean` or `std` has a wrong length or an unusable value
 */
export function planeWeights(format: ChannelFormat): PlaneWeights[] {
  const mixes = Object.hasOwn(MIXES, format.channels) ? MIXES[format.channels] : undefined;
  if (mixes === undefined) {
    throw new RangeError(`format.channels must be rgb, bgr or gray, got ${String(format.channels)}`);
  }
  const { mean, std } = format;
  for (const [field, values] of Object.entries({ mean, std })) {
    if (values.length !== mixes.length || !values.every(Number.isFinite)) {
      throw new RangeError(
        `format.${field} must be ${mixes.length} finite numbers for ${format.channels}, got [${values.join(', ')}]`,
      );
    }
  }
  if (std.includes(0)) throw new RangeError(`format.std must not contain 0, got [${std.join(', ')}]`);
  return mixes.map(([red, green, blue], plane) => ({
    red: red / std[plane],
    green: green / std[plane],
    blue: blue / std[plane],
    bias: -mean[plane] / std[plane],
  }));
}
