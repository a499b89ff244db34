import { ModelLoadError } from '../errors.js';
import { fromLetterbox, letterboxToTensor } from '../image/letterbox.js';
import { Resizer } from '../image/resize.js';
import { assertPositiveInteger } from '../image/rgb-image.js';
import { isYuvImage } from '../image/yuv-image.js';
import type { DetectorInput, FaceDetectionCard } from '../model-card.js';
import type { InferenceSession } from '../session.js';
import type { AnyImage, Detection, Keypoints, Point, RgbImage } from '../types.js';
import { suppressAndVote } from './box-voting.js';
import { clipBox } from './clip-box.js';
import { decodeDetections } from './decode.js';
import { inputGeometry } from './input-geometry.js';
import { mapDetection } from './map-detection.js';
import { mergePasses } from './merge-passes.js';
import { nonMaxSuppression } from './non-max-suppression.js';
import { planTileLevels, type TileLevel } from './tile-levels.js';
import { cropImage, ownsCentre } from './tiles.js';

export interface FaceDetectorOptions {
  /** Faces below this score are left out, 0 to 1; default: the card's. */
  readonly scoreThreshold?: number;
  /** Of two boxes that overlap more than this, the better is kept, 0 to 1; default: the card's. */
  readonly iouThreshold?: number;
  /**
   * Read every picture in one pass with this longest side, pixels, and not in the passes and tiles that the card's sizes
   * ask for. A network of one size takes no other.
   */
  readonly side?: number;
}

/** Whether a picture stands alone or is one of a stream; a card may name other input sizes for either. */
export type SourceKind = 'still' | 'stream';

// A face lower than this in a network's input is seen roughly, pixels; boxes of a finer pass may not even overlap it.
const ROUGH_HEIGHT = 20;

/** Finds the faces of a picture. */
export class FaceDetector {
  readonly #session: InferenceSession;
  readonly #scoreThreshold: number;
  readonly #iouThreshold: number;
  readonly #side: number | undefined;
  readonly #resizer = new Resizer();
  #buffer = new Float32Array(0);

  /**
   * @param session the network that the card describes
   * @throws {RangeError} if a threshold is not between 0 and 1, or the network does not take the side
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
    this.#side = options.side;
    if (options.side !== undefined) assertSide(options.side, card.input);
  }

  /**
   * Find all faces. A still picture that is much larger than the network's input is also read in tiles.
   * @returns detections in pixels of the image, boxes clipped to it, best score first
   */
  async detect(image: RgbImage, kind: SourceKind): Promise<Detection[]>;
  async detect(image: AnyImage, kind: 'stream'): Promise<Detection[]>;
  async detect(image: AnyImage, kind: SourceKind): Promise<Detection[]> {
    if (this.#side !== undefined) return this.#detectAt(image, this.#side);
    const { sizes } = this.card.input;
    const longest = Math.max(image.width, image.height);
    const options = { iouThreshold: this.#iouThreshold, sureScore: this.card.scoreThreshold };
    let found: Detection[] = [];
    for (const [i, side] of sizes[kind].entries()) {
      // Enlarging a small picture once helps the network; enlarging it further adds nothing.
      if (i > 0 && side > longest) break;
      const roughHeight = i > 0 ? (ROUGH_HEIGHT * longest) / sizes[kind][i - 1] : 0;
      found = mergePasses(found, await this.#detectAt(image, side), { ...options, roughHeight });
    }
    if (kind === 'still' && !isYuvImage(image)) {
      for (const level of planTileLevels(image.width, image.height, this.card.input)) {
        // A face that fits into a tile's overlap has more pixels there than in any pass before.
        const roughHeight = level.largestFace;
        found = mergePasses(found, await this.#detectInTiles(image, level), { ...options, roughHeight });
      }
    }
    return found.sort((a, b) => b.score - a.score);
  }

  /** @returns detections in pixels of the image, boxes clipped to it, best score first */
  async #detectAt(image: AnyImage, side: number): Promise<Detection[]> {
    const { input, decoder } = this.card;
    const geometry = inputGeometry(image.width, image.height, input, side);
    const { width, height } = geometry;
    const size = input.mean.length * width * height;
    if (this.#buffer.length !== size) this.#buffer = new Float32Array(size);
    letterboxToTensor(image, geometry, input, this.#buffer, this.#resizer);
    const outputs = await this.#session.run({
      [input.name]: { data: this.#buffer, dims: [1, input.mean.length, height, width] },
    });
    const detections = decodeDetections(outputs, decoder, width, height, this.#scoreThreshold);
    return suppressAndVote(detections, this.#iouThreshold).flatMap(({ box, score, keypoints }) => {
      const map = ([x, y]: Point): Point => fromLetterbox([x, y], geometry, image);
      const [left, top] = map([box.x, box.y]);
      const [right, bottom] = map([box.x + box.width, box.y + box.height]);
      const whole = { x: left, y: top, width: right - left, height: bottom - top };
      const clipped = clipBox(whole, image.width, image.height);
      return clipped ? [{ box: clipped, score, keypoints: keypoints.map(map) as unknown as Keypoints }] : [];
    });
  }

  /**
   * Look at each tile by itself.
   * @returns detections in pixels of the image, each from the tile that owns its centre
   */
  async #detectInTiles(image: RgbImage, { tiles, side, largestFace }: TileLevel): Promise<Detection[]> {
    const found: Detection[] = [];
    for (const { region, core } of tiles) {
      for (const detection of await this.#detectAt(cropImage(image, region), side)) {
        const moved = mapDetection(detection, { x: region.x, y: region.y });
        const { box } = moved;
        if (ownsCentre(core, box) && Math.max(box.width, box.height) <= largestFace) found.push(moved);
      }
    }
    // A face on the common border of two cores may have its centre in either, by a pixel.
    return nonMaxSuppression(found, this.#iouThreshold);
  }

  /** Free the network. */
  dispose(): Promise<void> {
    return this.#session.dispose();
  }
}

function assertSide(side: number, { fixedSize }: DetectorInput): void {
  assertPositiveInteger('side', side);
  if (fixedSize && side !== Math.max(...fixedSize)) {
    throw new RangeError(`side must be ${Math.max(...fixedSize)}, the network takes no other, got ${side}`);
  }
}
