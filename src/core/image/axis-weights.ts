/**
 * Weights along one axis. Output `i` is `first[i] * v[start[i]] + inner * (the values between) + last[i] * v[end[i]]`;
 * both kernels have this form, and it saves a load and a multiplication for most source pixels.
 */
export interface AxisWeights {
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
 * The weights that resize an axis from `sourceLength` to `length` values.
 * @param old taken where it is for the same lengths
 * @param stride bytes from one source value to the next
 */
export function axisWeights(
  old: AxisWeights | null,
  sourceLength: number,
  length: number,
  stride: number,
): AxisWeights {
  if (old?.sourceLength === sourceLength && old.start.length === length && old.stride === stride) return old;
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
