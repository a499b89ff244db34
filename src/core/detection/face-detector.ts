import { ModelLoadError } from '../errors.js';
import { fromLetterbox, letterboxToTensor } from '../image/letterbox.js';
import { Resizer } from '../image/resize.js';
import { assertPositiveInteger } from '../image/rgb-image.js';
import { isYuvImage } from '../image/yuv-image.js';
import type { DetectorInput, FaceDetectionCard } from '../model-card.js';
import type { InferenceSession } from '../session.js';
import { TaskQueue } from '../task-queue.js';
import type { AnyImage, Detection, Keypoints, Point, RgbImage } from '../types.js';
import { suppressAndVote } from './box-voting.js';
import { clipBox } from './clip-box.js';
import { decodeDetections } from './decode.js';
import { inputGeometry } from './input-geometry.js';
import { answersFor, planLooks, type SourceKind, withoutParts } from './looks.js';
import { mapDetection } from './map-detection.js';
import { cropImage, ownsCentre, type Tile } from './tiles.js';

export interface FaceDetectorOptions {
  /** Faces below this score are left out, 0 to 1; default: the card's. */
  readonly scoreThreshold?: number;
  /** Of two boxes that overlap more than this, the better is kept, 0 to 1; default: the card's. */
  readonly iouThreshold?: number;
  /**
   * Look at every picture once with this longest side, pixels, in place of the card's sizes and of tiles. A network of one
   * size takes no other.
   */
  readonly side?: number;
}

/** Finds the faces of a picture. */
export class FaceDetector {
  readonly #session: InferenceSession;
  readonly #scoreThreshold: number;
  readonly #iouThreshold: number;
  readonly #side: number | undefined;
  readonly #resizer = new Resizer();
  /** What the network sees; there is one, so pictures are looked at one after the other. */
  #buffer = new Float32Array(0);
  readonly #pictures = new TaskQueue();

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
   * Find all faces. A still picture is looked at in several sizes, and one that is much larger than the network's input also
   * in tiles; a frame of a stream in one, or in few. Pictures that are asked about at once wait for one another.
   * @returns detections in pixels of the image, boxes clipped to it, best score first
   */
  async detect(image: RgbImage, kind: SourceKind): Promise<Detection[]>;
  async detect(image: AnyImage, kind: 'stream'): Promise<Detection[]>;
  async detect(image: AnyImage, kind: SourceKind): Promise<Detection[]> {
    return this.#pictures.add(() => this.#findFaces(image, kind));
  }

  async #findFaces(image: AnyImage, kind: SourceKind): Promise<Detection[]> {
    const { input, scoreThreshold } = this.card;
    const looks =
      this.#side === undefined
        ? planLooks(image.width, image.height, input, kind)
        : [{ side: this.#side, smallest: 0, largest: Number.POSITIVE_INFINITY }];
    const found: Detection[] = [];
    for (const look of looks) {
      const seen =
        look.tiles && !isYuvImage(image)
          ? await this.#lookAtTiles(image, look.tiles, look.side)
          : await this.#lookAt(image, look.side);
      found.push(...seen.filter((detection) => answersFor(look, detection)));
    }
    const faces = suppressAndVote(found, this.#iouThreshold).flatMap((detection) => {
      const box = clipBox(detection.box, image.width, image.height);
      return box ? [{ ...detection, box }] : [];
    });
    return looks.length > 1 ? withoutParts(faces, scoreThreshold) : faces;
  }

  /** @returns detections in pixels of the image, several of a face, boxes not clipped */
  async #lookAt(image: AnyImage, side: number): Promise<Detection[]> {
    const { input, decoder } = this.card;
    const geometry = inputGeometry(image.width, image.height, input, side);
    const { width, height } = geometry;
    const size = input.mean.length * width * height;
    if (this.#buffer.length !== size) this.#buffer = new Float32Array(size);
    letterboxToTensor(image, geometry, input, this.#buffer, this.#resizer);
    const outputs = await this.#session.run({
      [input.name]: { data: this.#buffer, dims: [1, input.mean.length, height, width] },
    });
    const map = ([x, y]: Point): Point => fromLetterbox([x, y], geometry, image);
    return decodeDetections(outputs, decoder, width, height, this.#scoreThreshold).map(
      ({ box, score, keypoints }) => {
        const [left, top] = map([box.x, box.y]);
        const [right, bottom] = map([box.x + box.width, box.y + box.height]);
        return {
          box: { x: left, y: top, width: right - left, height: bottom - top },
          score,
          keypoints: keypoints.map(map) as unknown as Keypoints,
        };
      },
    );
  }

  /** @returns as {@link FaceDetector.#lookAt}, each from the tile that owns its centre */
  async #lookAtTiles(image: RgbImage, tiles: readonly Tile[], side: number): Promise<Detection[]> {
    const found: Detection[] = [];
    for (const { region, core } of tiles) {
      for (const detection of await this.#lookAt(cropImage(image, region), side)) {
        const moved = mapDetection(detection, { x: region.x, y: region.y });
        const visible = clipBox(moved.box, image.width, image.height);
        if (visible && ownsCentre(core, visible)) found.push(moved);
      }
    }
    return found;
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
