import * as v from 'valibot';
import { ModelLoadError } from './errors.js';
import { EXPRESSIONS } from './expression/labels.js';

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const point = v.tuple([v.number(), v.number()]);

/** How 8-bit pixels become the numbers that a network reads: `(value - mean) / std`, one mean and std a channel. */
const channelFormat = {
  channels: v.picklist(['rgb', 'bgr', 'gray']),
  mean: v.array(v.number()),
  std: v.array(positive),
};

/** Reference numbers that any backend must give; see self-test.ts. */
const selfTest = v.object({
  /** Shape of the generated input. */
  dims: v.array(positiveInteger),
  /** Outputs to compare, flattened row-major, as the exporter's reference runtime gave them. */
  outputs: v.record(v.string(), v.array(v.number())),
  /** Largest absolute difference allowed. */
  tolerance: positive,
});

const common = {
  schema: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]*$/, 'must be lower-case letters, digits, "-" and "."')),
  description: v.string(),
  license: v.string(),
  /** File name of the network, beside the card. */
  file: v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'must be a plain file name')),
  sha256,
  /** Size of the network's file, bytes. */
  bytes: positiveInteger,
  selfTest,
  /** Free-form measurements for people; no code reads them. */
  metrics: v.optional(v.record(v.string(), v.unknown()), {}),
};

const anchorFree = v.object({
  type: v.literal('anchor-free'),
  strides: v.array(positiveInteger),
  /** Where a cell's centre lies within it, in cells: 0 or 0.5. */
  cellOffset: v.number(),
  /** Output names with `{stride}`; with two, the score is the square root of their product (YuNet). */
  scores: v.pipe(v.array(v.string()), v.minLength(1)),
  boxes: v.string(),
  keypoints: v.string(),
});

/** Boxes that the network has decoded itself, as SSD-like exports do (RFB). */
const decodedBoxes = v.object({
  type: v.literal('decoded-boxes'),
  /** Output of 1 x n x classes. */
  scores: v.string(),
  /** Which of the classes is a face, from 0. */
  faceClass: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Output of 1 x n x 4: left, top, right, bottom as fractions of the input's width and height. */
  boxes: v.string(),
});

const faceDetection = v.object({
  ...common,
  task: v.literal('face-detection'),
  input: v.object({
    name: v.string(),
    ...channelFormat,
    /** Width and height are padded to a multiple of this. */
    multiple: positiveInteger,
    /** The only [width, height] that the network takes, pixels; absent where any multiple will do. */
    fixedSize: v.optional(v.tuple([positiveInteger, positiveInteger])),
    /**
     * Longest sides looked at, pixels, from coarse to fine; `planLooks` says which faces each answers for. With a fixed
     * size it is that size's longer side, once.
     */
    sizes: v.object({
      stream: v.pipe(v.array(positiveInteger), v.minLength(1)),
      still: v.pipe(v.array(positiveInteger), v.minLength(1)),
    }),
  }),
  decoder: v.variant('type', [anchorFree, decodedBoxes]),
  scoreThreshold: fraction,
  iouThreshold: fraction,
});

const calibration = v.variant('method', [
  v.object({ method: v.literal('temperature'), temperature: positive }),
  /** Logits over `exp(weight * entropy + bias)`, the entropy as share of the largest; compare Balanya et al. 2022. */
  v.object({ method: v.literal('entropy-temperature'), weight: v.number(), bias: v.number() }),
  /** `logit[k] * scale[k] + bias[k]`: vector scaling, Guo et al. 2017. */
  v.object({ method: v.literal('vector'), scale: v.array(v.number()), bias: v.array(v.number()) }),
]);

const expressionHead = v.object({
  /** Name of the output that holds the logits. */
  output: v.string(),
  /** Meaning of each logit; labels other than the seven expressions are dropped and the rest sums to 1 again. */
  labels: v.array(v.string()),
  calibration,
});

const expressionClassification = v.object({
  ...common,
  task: v.literal('expression-classification'),
  input: v.object({ name: v.string(), ...channelFormat, width: positiveInteger, height: positiveInteger }),
  /** Where the five keypoints of an aligned face lie, pixels of the input. */
  template: v.tuple([point, point, point, point, point]),
  heads: v.record(v.string(), expressionHead),
  defaultHead: v.string(),
});

export type FaceDetectionCard = v.InferOutput<typeof faceDetection>;
export type ExpressionCard = v.InferOutput<typeof expressionClassification>;
export type ModelCard = FaceDetectionCard | ExpressionCard;
export type DetectorInput = FaceDetectionCard['input'];
export type Decoder = FaceDetectionCard['decoder'];
export type AnchorFreeDecoder = v.InferOutput<typeof anchorFree>;
export type DecodedBoxesDecoder = v.InferOutput<typeof decodedBoxes>;
export type ExpressionHead = v.InferOutput<typeof expressionHead>;
export type Calibration = v.InferOutput<typeof calibration>;

/**
 * Parse and check the text of a `model.json`.
 * @param text the file's content
 * @param name what to call the file in messages
 * @throws {ModelLoadError} naming the first field that is wrong
 */
export function parseModelCard(text: string, name: string): ModelCard {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ModelLoadError(`${name} is not valid JSON`, { cause });
  }
  const result = v.safeParse(v.variant('task', [faceDetection, expressionClassification]), json);
  if (!result.success) {
    const issue = result.issues[0];
    throw new ModelLoadError(
      `${name} is not a model card of affect-detect: ${v.getDotPath(issue) ?? 'file'}: ${issue.message}`,
    );
  }
  const card = result.output;
  checkChannels(card, name);
  if (card.task === 'expression-classification') checkHeads(card, name);
  else checkFixedSize(card, name);
  return card;
}

function checkFixedSize({ input: { fixedSize, sizes } }: FaceDetectionCard, name: string): void {
  if (!fixedSize) return;
  const side = Math.max(...fixedSize);
  for (const kind of ['stream', 'still'] as const) {
    if (sizes[kind].length !== 1 || sizes[kind][0] !== side) {
      throw new ModelLoadError(
        `${name}: input.sizes.${kind} must be [${side}] with input.fixedSize [${fixedSize.join(', ')}], got [${sizes[kind].join(', ')}]`,
      );
    }
  }
}

function checkChannels(card: ModelCard, name: string): void {
  const expected = card.input.channels === 'gray' ? 1 : 3;
  for (const field of ['mean', 'std'] as const) {
    const { length } = card.input[field];
    if (length !== expected) {
      throw new ModelLoadError(
        `${name}: input.${field} must have ${expected} values for "${card.input.channels}", got ${length}`,
      );
    }
  }
}

function checkHeads(card: ExpressionCard, name: string): void {
  if (!Object.hasOwn(card.heads, card.defaultHead)) {
    throw new ModelLoadError(
      `${name}: defaultHead "${card.defaultHead}" is not one of heads (${Object.keys(card.heads).join(', ')})`,
    );
  }
  for (const [key, head] of Object.entries(card.heads)) {
    const missing = EXPRESSIONS.find(
      (expression) => head.labels.filter((label) => label === expression).length !== 1,
    );
    if (missing) throw new ModelLoadError(`${name}: heads.${key}.labels must name "${missing}" exactly once`);
    const { calibration } = head;
    if (calibration.method === 'vector') {
      for (const field of ['scale', 'bias'] as const) {
        if (calibration[field].length !== head.labels.length) {
          throw new ModelLoadError(
            `${name}: heads.${key}.calibration.${field} must have ${head.labels.length} values`,
          );
        }
      }
    }
  }
}
