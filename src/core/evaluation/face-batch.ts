import { alignFace } from '../alignment/align-face.js';
import { planeWeights } from '../image/channel-format.js';
import { letterboxToTensor } from '../image/letterbox.js';
import { Resizer } from '../image/resize.js';
import { assertPositiveInteger } from '../image/rgb-image.js';
import type { ExpressionCard } from '../model-card.js';
import type { Keypoints, RgbImage } from '../types.js';

/** Faces on their way into an expression classifier, in one buffer that is filled again and again. */
export class FaceBatch {
  readonly #data: Float32Array;
  /** Floats a face. */
  readonly #stride: number;
  /** For each plane what each of the 256 grey values becomes, (planes, 256). */
  readonly #greyTable: readonly Float32Array[];
  readonly #resizer = new Resizer();
  #count = 0;

  /**
   * @param card of the classifier that will read the batch; gives input size, normalisation and template
   * @param capacity most faces that the batch holds
   * @throws {RangeError} if `capacity` is not a positive integer
   */
  constructor(
    readonly card: Pick<ExpressionCard, 'input' | 'template'>,
    readonly capacity: number,
  ) {
    assertPositiveInteger('capacity', capacity);
    const planes = planeWeights(card.input);
    this.#stride = planes.length * card.input.width * card.input.height;
    this.#data = new Float32Array(capacity * this.#stride);
    this.#greyTable = planes.map(({ red, green, blue, bias }) =>
      Float32Array.from({ length: 256 }, (_, value) => (red + green + blue) * value + bias),
    );
  }

  /** Number of faces in the batch. */
  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === this.capacity;
  }

  /** (count, planes, height, width) as the classifier's input, valid until the batch changes. */
  get data(): Float32Array {
    return this.#data.subarray(0, this.#count * this.#stride);
  }

  /** Empty the batch. */
  clear(): void {
    this.#count = 0;
  }

  /**
   * Add a grey face that is already laid out as the model wants it, such as one of FER2013's pictures.
   * @param pixels (side * side,), row-major
   * @throws {RangeError} if the batch is full or `pixels` has another length
   */
  addTile(pixels: Uint8Array, side: number): void {
    if (pixels.length !== side * side) {
      throw new RangeError(`pixels must have side * side = ${side * side} values, got ${pixels.length}`);
    }
    const { width, height } = this.card.input;
    if (side !== width || side !== height) {
      this.addImage(greyToRgb(pixels, side));
      return;
    }
    const slot = this.#freeSlot();
    for (let plane = 0; plane < this.#greyTable.length; plane++) {
      const table = this.#greyTable[plane];
      const offset = plane * pixels.length;
      for (let i = 0; i < pixels.length; i++) slot[offset + i] = table[pixels[i]];
    }
    this.#count += 1;
  }

  /**
   * Add a picture that shows one face and nothing else; it is stretched to the model's input size.
   * @throws {RangeError} if the batch is full
   * @throws {TypeError | RangeError} if the image is invalid
   */
  addImage(image: RgbImage): void {
    const { input } = this.card;
    const whole = { scale: 1, contentWidth: input.width, contentHeight: input.height };
    letterboxToTensor(
      image,
      { ...whole, width: input.width, height: input.height },
      input,
      this.#freeSlot(),
      this.#resizer,
    );
    this.#count += 1;
  }

  /**
   * Add a face of a larger picture, aligned by its keypoints.
   * @param keypoints pixels of the image
   * @throws {RangeError} if the batch is full
   */
  addFace(image: RgbImage, keypoints: Keypoints): void {
    const { input, template } = this.card;
    alignFace(image, keypoints, template, input, input, this.#freeSlot());
    this.#count += 1;
  }

  #freeSlot(): Float32Array {
    if (this.isFull) throw new RangeError(`a batch of ${this.capacity} faces is full; clear it first`);
    const offset = this.#count * this.#stride;
    return this.#data.subarray(offset, offset + this.#stride);
  }
}

function greyToRgb(pixels: Uint8Array, side: number): RgbImage {
  const data = new Uint8Array(3 * pixels.length);
  for (let i = 0; i < pixels.length; i++) data.fill(pixels[i], 3 * i, 3 * i + 3);
  return { data, width: side, height: side, channels: 3 };
}
