import { ModelLoadError } from '../errors.js';
import { fromLetterbox, letterboxGeometry, letterboxToTensor } from '../image/letterbox.js';
import { Resizer } from '../image/resize.js';
import type { FaceDetectionCard } from '../model-card.js';
import type { InferenceSession } from '../session.js';
import type { Box, Detection, Keypoints, Point, RgbImage } from '../types.js';
import { decodeDetections } from './decode.js';
import { intersectionArea, intersectionOverUnion } from './iou.js';
import { nonMaxSuppression } from './non-max-suppression.js';

export interface FaceDetectorOptions {
  /** Faces below this score are left out, 0 to 1; default: the card's. */
  readonly scoreThreshold?: number;
  /** Of two boxes that overlap more than this, the better is kept, 0 to 1; default: the card's. */
  readonly iouThreshold?: number;
}

/** Whether a picture stands alone or is one of a stream; a card may name other input sizes for either. */
export type SourceKind = 'still' | 'stream';

// A box of a finer pass that lies this far inside one of a coarser pass is a part of that face.
const CONTAINMENT_THRESHOLD = 0.6;

/** Finds the faces of a picture. */
export class FaceDetector {
  readonly #session: InferenceSession;
  readonly #scoreThreshold: number;
  readonly #iouThreshold: number;
  readonly #resizer = new Resizer();
  #buffer = new Float32Array(0);

  /**
   * @param session the network that the card describes
   * @throws {RangeError} if a threshold is not between 0 and 1
   * @throws {ModelLoadError} if the network lacks the card's input
   */
  constructor(
    session: InferenceSession,
    readonly card: FaceDetectionCard,
    options: FaceDetectorOptions = {},
  ) {
    if (!session.inputNames.includes(card.input.name)) {
      throw new ModelLoadError(`${card.id}: the network has no input "${card.input.name}"`);
    }
    this.#session = session;
    this.#scoreThreshold = options.scoreThreshold ?? card.scoreThreshold;
    this.#iouThreshold = options.iouThreshold ?? card.iouThreshold;
    for (const [name, value] of [
      ['scoreThreshold', this.#scoreThreshold],
      ['iouThreshold', this.#iouThreshold],
    ] as const) {
      if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must be between 0 and 1, got ${value}`);
    }
  }

  /**
   * Find all faces.
   * @returns detections in pixels of the image, boxes clipped to it, best score first
   */
  async detect(image: RgbImage, kind: SourceKind): Promise<Detection[]> {
    const longest = Math.max(image.width, image.height);
    const found: Detection[] = [];
    for (const [i, side] of this.card.input.sizes[kind].entries()) {
      // Enlarging a small picture once helps the network; enlarging it further adds nothing.
      if (i > 0 && side > longest) break;
      const pass = await this.#detectAt(image, side);
      found.push(
        ...pass.filter((candidate) => !found.some((face) => this.#isSameFace(candidate.box, face.box))),
      );
    }
    return found.sort((a, b) => b.score - a.score);
  }

  async #detectAt(image: RgbImage, side: number): Promise<Detection[]> {
    const { input, decoder } = this.card;
    const geometry = letterboxGeometry(image.width, image.height, side, input.multiple);
    const { width, height } = geometry;
    const size = input.mean.length * width * height;
    if (this.#buffer.length !== size) this.#buffer = new Float32Array(size);
    letterboxToTensor(image, geometry, input, this.#buffer, this.#resizer);
    const outputs = await this.#session.run({
      [input.name]: { data: this.#buffer, dims: [1, input.mean.length, height, width] },
    });
    const detections = decodeDetections(outputs, decoder, width, height, this.#scoreThreshold);
    return nonMaxSuppression(detections, this.#iouThreshold).flatMap(({ box, score, keypoints }) => {
      const map = ([x, y]: Point): Point => fromLetterbox([x, y], geometry, image);
      const [left, top] = map([box.x, box.y]);
      const [right, bottom] = map([box.x + box.width, box.y + box.height]);
      const clipped = clipBox(left, top, right, bottom, image.width, image.height);
      return clipped ? [{ box: clipped, score, keypoints: keypoints.map(map) as unknown as Keypoints }] : [];
    });
  }

  #isSameFace(candidate: Box, face: Box): boolean {
    return (
      intersectionOverUnion(candidate, face) > this.#iouThreshold ||
      intersectionArea(candidate, face) > CONTAINMENT_THRESHOLD * candidate.width * candidate.height
    );
  }

  /** Free the network. */
  dispose(): Promise<void> {
    return this.#session.dispose();
  }
}

function clipBox(
  left: number,
  top: number,
  right: number,
  bottom: number,
  width: number,
  height: number,
): Box | null {
  const x = Math.max(0, left);
  const y = Math.max(0, top);
  const box = { x, y, width: Math.min(width, right) - x, height: Math.min(height, bottom) - y };
  return box.width > 0 && box.height > 0 ? box : null;
}
