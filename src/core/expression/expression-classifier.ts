import { alignFace } from '../alignment/align-face.js';
import { ModelLoadError } from '../errors.js';
import type { Calibration, ExpressionCard, ExpressionHead } from '../model-card.js';
import type { InferenceSession } from '../session.js';
import type { AnyImage, Keypoints } from '../types.js';
import { calibrateLogits, calibrationOf } from './calibration.js';
import { EXPRESSIONS } from './labels.js';
import { softmax } from './softmax.js';

export interface ExpressionClassifierOptions {
  /** Which of the card's heads answers; default: the card's `defaultHead`. */
  readonly head?: string;
}

// A crowd is read in parts, so that memory stays bounded.
const LARGEST_BATCH = 64;

/** Reads the expressions of aligned faces. */
export class ExpressionClassifier {
  /** Name of the head that answers. */
  readonly head: string;
  readonly #session: InferenceSession;
  readonly #labels: ExpressionHead;
  /** For each of the seven expressions, which logit it is. */
  readonly #order: readonly number[];
  readonly #calibration: Calibration;

  /**
   * @param session the network that the card describes
   * @throws {RangeError} if the card has no such head
   * @throws {ModelLoadError} if the network lacks the card's input or output
   */
  constructor(
    session: InferenceSession,
    readonly card: ExpressionCard,
    options: ExpressionClassifierOptions = {},
  ) {
    this.head = options.head ?? card.defaultHead;
    if (!Object.hasOwn(card.heads, this.head)) {
      throw new RangeError(`labels must be one of ${Object.keys(card.heads).join(', ')}, got ${this.head}`);
    }
    this.#session = session;
    this.#labels = card.heads[this.head];
    if (!session.inputNames.includes(card.input.name) || !session.outputNames.includes(this.#labels.output)) {
      throw new ModelLoadError(
        `${card.id}: the network has no input "${card.input.name}" or no output "${this.#labels.output}"`,
      );
    }
    this.#order = EXPRESSIONS.map((expression) => this.#labels.labels.indexOf(expression));
    this.#calibration = calibrationOf(this.#order, this.#labels.calibration);
  }

  /**
   * Read every face of a picture, all in one batch.
   * @param faces keypoints in pixels of the image
   * @returns n x 7 probabilities, row-major, in the order of EXPRESSIONS
   */
  async classify(image: AnyImage, faces: readonly Keypoints[]): Promise<Float32Array> {
    return this.classifyTensor(this.align(image, faces), faces.length);
  }

  /**
   * Cut out every face of a picture, upright and normalised.
   * @param faces keypoints in pixels of the image
   * @returns n x channels x height x width, as the card's input
   */
  align(image: AnyImage, faces: readonly Keypoints[]): Float32Array {
    const { input, template } = this.card;
    const stride = this.#stride;
    const data = new Float32Array(faces.length * stride);
    for (const [i, keypoints] of faces.entries()) {
      alignFace(image, keypoints, template, input, input, data, i * stride);
    }
    return data;
  }

  /**
   * Read faces that are already aligned and normalised.
   * @param data n x channels x height x width, as the card's input
   * @returns n x 7 probabilities, row-major, in the order of EXPRESSIONS
   */
  async classifyTensor(data: Float32Array, n: number): Promise<Float32Array> {
    const stride = this.#stride;
    const probabilities = new Float32Array(n * EXPRESSIONS.length);
    for (let start = 0; start < n; start += LARGEST_BATCH) {
      const end = Math.min(n, start + LARGEST_BATCH);
      const part = data.subarray(start * stride, end * stride);
      const rows = probabilities.subarray(start * EXPRESSIONS.length, end * EXPRESSIONS.length);
      await this.#classifyBatch(part, end - start, rows);
    }
    return probabilities;
  }

  get #stride(): number {
    const { width, height, mean } = this.card.input;
    return width * height * mean.length;
  }

  async #classifyBatch(data: Float32Array, n: number, probabilities: Float32Array): Promise<void> {
    const { input } = this.card;
    const outputs = await this.#session.run({
      [input.name]: { data, dims: [n, input.mean.length, input.height, input.width] },
    });
    const { labels, output } = this.#labels;
    const logits = outputs[output].data;
    if (logits.length !== n * labels.length) {
      throw new ModelLoadError(
        `${this.card.id}: output "${output}" has ${logits.length / n} values a face, its card names ${labels.length}`,
      );
    }
    for (let i = 0; i < n; i++) {
      // To leave out a label's logit is to leave out its probability and to bring the rest to a sum of 1.
      const seven = this.#order.map((k) => logits[i * labels.length + k]);
      probabilities.set(softmax(calibrateLogits(seven, this.#calibration)), i * EXPRESSIONS.length);
    }
  }

  /** Free the network. */
  dispose(): Promise<void> {
    return this.#session.dispose();
  }
}
