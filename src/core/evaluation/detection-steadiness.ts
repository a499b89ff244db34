import type { Detection, Point } from '../types.js';
import { eyeDistance, middleOf } from './detection-keypoint-error.js';
import { matchDetections, type TrueFace } from './detection-matching.js';

/** How much something shakes; fractions of a length of the face. */
interface Shake {
  readonly faces: number;
  /** Root mean square over all faces. */
  readonly rms: number;
  /** Of the faces' own root mean squares. */
  readonly median: number;
}

/** How well detections follow a picture that is moved, scaled and lit otherwise. */
export interface SteadinessSummary {
  /** Faces that were found in the picture as it is. */
  readonly faces: number;
  /** Views of each picture, without the picture as it is. */
  readonly views: number;
  /** Of those faces' views, the share in which they were not found; `null` without faces. */
  readonly lost: number | null;
  /** Box corners, fractions of the face's height; `null` without faces. */
  readonly corners: Shake | null;
  /** Keypoints, fractions of the distance between the eyes; `null` without faces whose keypoints are known. */
  readonly keypoints: Shake | null;
}

// In a face seen from the side the eyes come together, and a fraction of their distance says nothing.
const SMALLEST_EYE_DISTANCE = 0.2;

/**
 * Gathers how far corners and keypoints of faces stray from their own mean over several views of a picture, once the
 * views' movements are undone. A detector that is wrong in the same way each time is steady.
 */
export class SteadinessReport {
  readonly #corners: number[] = [];
  readonly #keypoints: number[] = [];
  #faces = 0;
  #shown = 0;
  #lost = 0;

  /** @param views of each picture, without the picture as it is */
  constructor(readonly views: number) {}

  /**
   * Add a picture.
   * @param truths the faces to follow
   * @param plain what was found in the picture as it is, from the score threshold on
   * @param views what was found in each view, from the score threshold on, in pixels of the picture as it is
   * @throws {RangeError} if there is another number of views than before
   */
  add(
    truths: readonly TrueFace[],
    plain: readonly Detection[],
    views: readonly (readonly Detection[])[],
  ): void {
    if (views.length !== this.views) {
      throw new RangeError(`views must be ${this.views} lists of detections, got ${views.length}`);
    }
    const isIgnored = (face: TrueFace) => face.isCrowd;
    const matches = matchDetections(plain, truths, isIgnored);
    const found = plain.filter((_, i) => matches[i] !== null && !truths[matches[i]].isCrowd);
    const references: TrueFace[] = found.map(({ box }) => ({ box, keypoints: null, isCrowd: false }));
    const followed = views.map((detections) => {
      const byReference = new Array<Detection | null>(found.length).fill(null);
      for (const [i, match] of matchDetections(detections, references, isIgnored).entries()) {
        if (match !== null) byReference[match] = detections[i];
      }
      return byReference;
    });
    for (const [i, reference] of found.entries()) {
      const seen = followed.flatMap((view) => view[i] ?? []);
      this.#faces++;
      this.#shown += views.length;
      this.#lost += views.length - seen.length;
      const truth = truths[matches[plain.indexOf(reference)]!];
      this.#note(truth, [reference, ...seen]);
    }
  }

  #note(truth: TrueFace, seen: readonly Detection[]): void {
    if (seen.length < 2) return;
    const corners = seen.map(({ box }): Point[] => [
      [box.x, box.y],
      [box.x + box.width, box.y + box.height],
    ]);
    this.#corners.push(spread(corners) / truth.box.height);
    const eyes = truth.keypoints ? eyeDistance(truth.keypoints) : 0;
    if (eyes < SMALLEST_EYE_DISTANCE * truth.box.height) return;
    this.#keypoints.push(spread(seen.map(({ keypoints }) => keypoints)) / eyes);
  }

  summary(): SteadinessSummary {
    return {
      faces: this.#faces,
      views: this.views,
      lost: this.#shown === 0 ? null : this.#lost / this.#shown,
      corners: shakeOf(this.#corners),
      keypoints: shakeOf(this.#keypoints),
    };
  }
}

/**
 * Root mean square distance of points from their mean, with n - 1 as in a standard deviation.
 * @param views the same points, once for each of two or more views
 */
function spread(views: readonly (readonly Point[])[]): number {
  const count = views[0].length;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    for (const axis of [0, 1] as const) {
      const mean = views.reduce((sum, points) => sum + points[i][axis], 0) / views.length;
      squares += views.reduce((sum, points) => sum + (points[i][axis] - mean) ** 2, 0);
    }
  }
  return Math.sqrt(squares / count / (views.length - 1));
}

function shakeOf(values: readonly number[]): Shake | null {
  const middle = middleOf(values);
  if (!middle) return null;
  const squares = values.reduce((sum, value) => sum + value ** 2, 0);
  return { faces: values.length, rms: Math.sqrt(squares / values.length), median: middle.median };
}
