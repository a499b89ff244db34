import {
  averagePrecision,
  orderByScore,
  type PrecisionRecallCurve,
  precisionRecallCurve,
} from './detection-average-precision.js';
import { type Match, matchDetections, type TrueFace } from './detection-matching.js';
import { seededRandom } from './seeded-random.js';

/** Which faces count, by their height in pixels. */
export interface HeightRange {
  /** From this height on. */
  readonly min: number;
  /** Below this height. */
  readonly max: number;
}

/** How well the faces of one range of heights are found. */
export interface HeightSummary {
  /** How many faces there are. */
  readonly faces: number;
  /** Average precision at IoU 0.5, 0 to 1; `null` without faces. */
  readonly averagePrecision: number | null;
  /** 95 % interval of it, by drawing images again with replacement; `null` without faces. */
  readonly interval95: readonly [number, number] | null;
  /** Share of the faces that are found at the score threshold; `null` without faces. */
  readonly recall: number | null;
}

const RESAMPLES = 200;
const SEED = 1;

/**
 * Gathers detections over many images for the faces of one range of heights. Faces outside the range are ignored: to
 * find one counts neither way, and a detection that finds nothing counts only if its own height is within the range,
 * as COCO has it for areas.
 */
export class HeightBin {
  readonly #scores: number[] = [];
  readonly #hits: number[] = [];
  readonly #images: number[] = [];
  readonly #facesOfImage: number[] = [];

  constructor(readonly range: HeightRange) {}

  /**
   * Add an image.
   * @param detections best score first
   * @param scale from pixels of the boxes to pixels in which heights are counted
   * @returns for each detection the face that it found, `null` for a false positive, `undefined` if it counts neither way
   */
  add(
    detections: readonly { readonly box: TrueFace['box']; readonly score: number }[],
    truths: readonly TrueFace[],
    scale: number,
  ): (Match | undefined)[] {
    const isWithin = (height: number) => height * scale >= this.range.min && height * scale < this.range.max;
    const isIgnored = (truth: TrueFace) => truth.isCrowd || !isWithin(truth.box.height);
    const image = this.#facesOfImage.length;
    this.#facesOfImage.push(truths.filter((truth) => !isIgnored(truth)).length);
    return matchDetections(detections, truths, isIgnored).map((match, i) => {
      const counts = match === null ? isWithin(detections[i].box.height) : !isIgnored(truths[match]);
      if (!counts) return undefined;
      this.#scores.push(detections[i].score);
      this.#hits.push(match === null ? 0 : 1);
      this.#images.push(image);
      return match;
    });
  }

  /** Precision and recall at every score. */
  curve(): PrecisionRecallCurve {
    return precisionRecallCurve({ scores: this.#scores, hits: this.#hits }, this.#faces);
  }

  /** @param scoreThreshold at which recall is taken */
  summary(scoreThreshold: number): HeightSummary {
    const faces = this.#faces;
    if (faces === 0) return { faces, averagePrecision: null, interval95: null, recall: null };
    const found = this.#hits.filter((hit, i) => hit === 1 && this.#scores[i] >= scoreThreshold).length;
    return {
      faces,
      averagePrecision: averagePrecision(this.curve()),
      interval95: this.#interval(),
      recall: found / faces,
    };
  }

  get #faces(): number {
    return this.#facesOfImage.reduce((sum, count) => sum + count, 0);
  }

  /** Percentile bootstrap over images, which keeps the faces of one crowd together (Efron 1979). */
  #interval(): [number, number] {
    const random = seededRandom(SEED);
    const order = orderByScore(this.#scores);
    const images = this.#facesOfImage.length;
    const values: number[] = [];
    while (values.length < RESAMPLES) {
      const drawn = new Uint32Array(images);
      for (let i = 0; i < images; i++) drawn[Math.floor(random() * images)]++;
      const faces = this.#facesOfImage.reduce((sum, count, image) => sum + count * drawn[image], 0);
      const weights = Uint32Array.from(this.#images, (image) => drawn[image]);
      const curve = precisionRecallCurve({ scores: this.#scores, hits: this.#hits, weights, order }, faces);
      values.push(averagePrecision(curve));
    }
    values.sort((a, b) => a - b);
    return [values[Math.floor(0.025 * RESAMPLES)], values[Math.ceil(0.975 * RESAMPLES) - 1]];
  }
}
