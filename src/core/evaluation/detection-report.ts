import type { Detection } from '../types.js';
import { HeightBin, type HeightRange, type HeightSummary } from './detection-height-bin.js';
import { keypointError, middleOf } from './detection-keypoint-error.js';
import type { Match, TrueFace } from './detection-matching.js';

/** Heights of faces are counted as if the picture's longest side were this long, pixels. */
export const HEIGHT_SIDE = 640;

/** What is reported by height; `all` leaves out faces under 10 px, which are hardly faces any more. */
export const HEIGHT_RANGES = {
  all: { min: 10, max: Infinity },
  '20+': { min: 20, max: Infinity },
  '10-20': { min: 10, max: 20 },
  '20-48': { min: 20, max: 48 },
  '48-128': { min: 48, max: 128 },
  '128+': { min: 128, max: Infinity },
} as const satisfies Record<string, HeightRange>;
export type HeightName = keyof typeof HEIGHT_RANGES;

/** One picture, what is in it and what was found; boxes in pixels of the picture. */
export interface EvaluatedImage {
  readonly width: number;
  readonly height: number;
  readonly truths: readonly TrueFace[];
  /** In any order. */
  readonly detections: readonly Detection[];
}

interface FalsePositives {
  readonly images: number;
  readonly count: number;
  /** Mean of an image; `null` without images. */
  readonly perImage: number | null;
}

/** How good a detector is. */
export interface DetectionSummary {
  readonly images: number;
  readonly byHeight: Readonly<Record<HeightName, HeightSummary>>;
  readonly scoreThreshold: number;
  /** Detections from the score threshold on that are no face. */
  readonly falsePositives: FalsePositives;
  /** Likewise, on the images that have no face at all. */
  readonly falsePositivesWithoutFaces: FalsePositives;
  /**
   * Distance of keypoints from the true ones over the distance between the eyes, of faces found at the score threshold;
   * `null` where no face has keypoints.
   */
  readonly keypointError: { readonly faces: number; readonly median: number; readonly mean: number } | null;
}

/** Gathers what a detector found in many pictures, and sums it up. */
export class DetectionReport {
  readonly #scoreThreshold: number;
  readonly #bins = Object.fromEntries(
    Object.entries(HEIGHT_RANGES).map(([name, range]) => [name, new HeightBin(range)]),
  ) as Record<HeightName, HeightBin>;
  readonly #keypointErrors: number[] = [];
  #images = 0;
  #falsePositives = 0;
  #emptyImages = 0;
  #emptyFalsePositives = 0;

  /**
   * @param scoreThreshold for recall, false positives and keypoints: the one that the detector is used with
   * @throws {RangeError} if it is not between 0 and 1
   */
  constructor(scoreThreshold: number) {
    if (!(scoreThreshold >= 0 && scoreThreshold <= 1)) {
      throw new RangeError(`scoreThreshold must be between 0 and 1, got ${scoreThreshold}`);
    }
    this.#scoreThreshold = scoreThreshold;
  }

  /** Number of images so far. */
  get images(): number {
    return this.#images;
  }

  add({ width, height, truths, detections }: EvaluatedImage): void {
    const scale = HEIGHT_SIDE / Math.max(width, height);
    const sorted = detections.toSorted((a, b) => b.score - a.score);
    const { all, ...others } = this.#bins;
    for (const bin of Object.values(others)) bin.add(sorted, truths, scale);
    this.#note(sorted, all.add(sorted, truths, scale), truths);
  }

  /** What holds at the score threshold. */
  #note(
    detections: readonly Detection[],
    matches: readonly (Match | undefined)[],
    truths: readonly TrueFace[],
  ): void {
    let falsePositives = 0;
    for (const [i, match] of matches.entries()) {
      if (match === undefined || detections[i].score < this.#scoreThreshold) continue;
      if (match === null) falsePositives++;
      else {
        const truth = truths[match].keypoints;
        const error = truth && keypointError(detections[i].keypoints, truth);
        if (error !== null) this.#keypointErrors.push(error);
      }
    }
    this.#images++;
    this.#falsePositives += falsePositives;
    if (truths.length === 0) {
      this.#emptyImages++;
      this.#emptyFalsePositives += falsePositives;
    }
  }

  summary(): DetectionSummary {
    const middle = middleOf(this.#keypointErrors);
    return {
      images: this.#images,
      byHeight: Object.fromEntries(
        Object.entries(this.#bins).map(([name, bin]) => [name, bin.summary(this.#scoreThreshold)]),
      ) as Record<HeightName, HeightSummary>,
      scoreThreshold: this.#scoreThreshold,
      falsePositives: perImage(this.#falsePositives, this.#images),
      falsePositivesWithoutFaces: perImage(this.#emptyFalsePositives, this.#emptyImages),
      keypointError: middle && { faces: this.#keypointErrors.length, ...middle },
    };
  }
}

function perImage(count: number, images: number): FalsePositives {
  return { images, count, perImage: images === 0 ? null : count / images };
}
