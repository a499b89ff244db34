import { EXPRESSIONS, type Expression } from '../expression/labels.js';
import { gaussianBlur } from './gaussian-blur.js';

/** What reads aligned faces: an ExpressionClassifier, or a test's fake. */
export interface TensorClassifier {
  /** n x channels x height x width in, n x 7 probabilities out, row-major in the order of EXPRESSIONS. */
  classifyTensor(data: Float32Array, n: number): Promise<Float32Array>;
}

/** One aligned face as a network reads it: normalised planes, channels x height x width. */
export interface FaceTile {
  readonly data: Float32Array;
  readonly channels: number;
  readonly width: number;
  readonly height: number;
}

export interface OcclusionOptions {
  /** The expression to explain; default the most probable one. */
  readonly expression?: Expression;
  /** Distance between places that are hidden, pixels of the tile. Default a twelfth of its width. */
  readonly stride?: number;
  /** Size of what is hidden: standard deviation of its soft edge, pixels of the tile. Default a tenth of its width. */
  readonly radius?: number;
  /** Faces that are read at once. Default 32. */
  readonly batchSize?: number;
}

/** Which parts of a face an answer rests on. */
export interface SaliencyMap {
  /**
   * width x height: by how much the log odds of the expression fall when what is around a pixel is hidden, nats;
   * below 0, they rise. Unlike a probability near 1, log odds still move when a part of the evidence goes.
   */
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly expression: Expression;
  /** Probability of the expression with nothing hidden. */
  readonly probability: number;
  /** Probability of the expression with the fifth of the tile hidden that has the highest values: how true the map is. */
  readonly probabilityWithout: number;
}

/** What is hidden is blurred so much that no feature is left, but no new edge comes in: of the tile's width. */
const BLUR = 1 / 6;

/** Part of the tile that is hidden at last, to see whether the answer rests on it. */
const DELETED_PART = 0.2;

/**
 * Explain an answer by hiding a part of the face at a time, softly and with a blurred copy of itself, and measuring
 * how far the log odds of the expression fall. Needs only the forward pass, and gives the same map every time.
 *
 * A pixel's value is the mean fall over all places, weighted by how much of the pixel each place hid.
 * The final check, hiding what the map ranks highest, is a point of the deletion curve of Petsiuk et al. 2018,
 * https://arxiv.org/abs/1806.07421.
 * @throws {RangeError} if the tile's data don't have its size, or an option is out of range
 * @see Zeiler and Fergus 2014, https://arxiv.org/abs/1311.2901 (sliding occlusion)
 * @see Robnik-Sikonja and Kononenko 2008, https://doi.org/10.1109/TKDE.2007.190734 (differences of log odds)
 * @see Fong and Vedaldi 2017, https://arxiv.org/abs/1704.03296 (blur rather than a grey patch)
 */
export async function occlusionSaliency(
  classifier: TensorClassifier,
  tile: FaceTile,
  options: OcclusionOptions = {},
): Promise<SaliencyMap> {
  const { data, channels, width, height } = tile;
  const { stride = Math.max(1, width / 12), radius = width / 10, batchSize = 32 } = options;
  if (data.length !== channels * width * height) {
    throw new RangeError(`tile.data must have ${channels * width * height} values, got ${data.length}`);
  }
  for (const [field, value] of Object.entries({ stride, radius, batchSize })) {
    if (!(value > 0 && Number.isFinite(value)))
      throw new RangeError(`${field} must be above 0, got ${value}`);
  }

  const whole = await classifier.classifyTensor(data, 1);
  const chosen = options.expression ? EXPRESSIONS.indexOf(options.expression) : indexOfLargest(whole);
  const probability = whole[chosen];

  const blurred = gaussianBlur(data, width, height, width * BLUR);
  const centres = occlusionCentres(width, height, stride);
  const falls = new Float64Array(centres.length);
  const batch = new Float32Array(Math.min(batchSize, centres.length) * data.length);
  for (let start = 0; start < centres.length; start += batchSize) {
    const part = centres.slice(start, start + batchSize);
    for (const [i, [x, y]] of part.entries()) {
      const mask = occlusionMask(width, height, x, y, radius);
      hide(tile, blurred, mask, batch, i * data.length);
    }
    const answers = await classifier.classifyTensor(
      batch.subarray(0, part.length * data.length),
      part.length,
    );
    for (const i of part.keys()) {
      const answer = answers[i * EXPRESSIONS.length + chosen];
      falls[start + i] = logOdds(probability) - logOdds(answer);
    }
  }

  const values = spread(centres, falls, width, height, radius);
  hide(tile, blurred, highestPart(values), batch, 0);
  const without = await classifier.classifyTensor(batch.subarray(0, data.length), 1);
  return {
    values,
    width,
    height,
    expression: EXPRESSIONS[chosen],
    probability,
    probabilityWithout: without[chosen],
  };
}

/** Places to hide, from edge to edge and as far apart as the stride at most. */
function occlusionCentres(width: number, height: number, stride: number): [number, number][] {
  const columns = Math.ceil((width - 1) / stride) + 1;
  const rows = Math.ceil((height - 1) / stride) + 1;
  const step = (length: number, count: number) => (count > 1 ? (length - 1) / (count - 1) : 0);
  return Array.from({ length: rows * columns }, (_, i) => [
    (i % columns) * step(width, columns),
    Math.floor(i / columns) * step(height, rows),
  ]);
}

/** How much of each pixel is hidden, 0 to 1: a Gaussian around the centre. */
function occlusionMask(width: number, height: number, x: number, y: number, radius: number): Float32Array {
  const bell = (length: number, centre: number) =>
    Float32Array.from({ length }, (_, i) => Math.exp(-((i - centre) ** 2) / (2 * radius ** 2)));
  const across = bell(width, x);
  const down = bell(height, y);
  return Float32Array.from(
    { length: width * height },
    (_, i) => across[i % width] * down[Math.floor(i / width)],
  );
}

function hide(tile: FaceTile, blurred: Float32Array, mask: Float32Array, out: Float32Array, offset: number) {
  for (let i = 0; i < tile.data.length; i++) {
    const hidden = mask[i % mask.length];
    out[offset + i] = tile.data[i] + hidden * (blurred[i] - tile.data[i]);
  }
}

/** Give each pixel the mean of the falls, weighted by how much each place hid it. */
function spread(
  centres: readonly (readonly [number, number])[],
  falls: Float64Array,
  width: number,
  height: number,
  radius: number,
): Float32Array {
  const sums = new Float64Array(width * height);
  const weights = new Float64Array(width * height);
  for (const [i, [x, y]] of centres.entries()) {
    const mask = occlusionMask(width, height, x, y, radius);
    for (let p = 0; p < mask.length; p++) {
      sums[p] += mask[p] * falls[i];
      weights[p] += mask[p];
    }
  }
  return Float32Array.from(sums, (sum, p) => sum / weights[p]);
}

/** 1 for the fifth of the pixels with the highest values, 0 elsewhere. */
function highestPart(values: Float32Array): Float32Array {
  const count = Math.max(1, Math.round(DELETED_PART * values.length));
  const limit = values.toSorted()[values.length - count];
  return values.map((value) => Number(value >= limit));
}

/** Kept finite where a probability has been rounded to 0 or 1. */
function logOdds(probability: number): number {
  const inside = Math.min(Math.max(probability, 1e-6), 1 - 1e-6);
  return Math.log(inside / (1 - inside));
}

function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
