import { EXPRESSIONS, type FrameResult } from '../../src/core/index.js';
import fixture from '../fixtures/parity/face-6.expression-4.json' with { type: 'json' };

/** What PyTorch gives for the samples; see test/fixtures/parity/README.md. */
export const reference = fixture;

/** Largest difference allowed between a probability and PyTorch's. */
export const PROBABILITY_TOLERANCE = 1e-3;
/** Largest difference allowed between a box's edge or a keypoint and the reference's, pixels of the source. */
export const PIXEL_TOLERANCE = 0.5;

export type ReferencePicture = (typeof fixture.pictures)[number];
type Head = keyof ReferencePicture['faces'][number]['probabilities'];

export interface Differences {
  readonly faces: number;
  readonly probability: number;
  readonly score: number;
  /** Boxes and keypoints, pixels of the source. */
  readonly pixels: number;
}

/**
 * Compare what the package reads in a picture with PyTorch's numbers.
 * @throws {Error} if it finds another number of faces
 */
export function differences(result: FrameResult, picture: ReferencePicture, head: Head): Differences {
  if (result.faces.length !== picture.faces.length) {
    throw new Error(`${picture.file}: ${result.faces.length} faces, PyTorch finds ${picture.faces.length}`);
  }
  const largest = { probability: 0, score: 0, pixels: 0 };
  const note = (key: keyof typeof largest, a: number, b: number) => {
    largest[key] = Math.max(largest[key], Math.abs(a - b));
  };
  result.faces.forEach((face, i) => {
    const expected = picture.faces[i];
    const { x, y, width, height } = face.box;
    [x, y, width, height].forEach((value, k) => {
      note('pixels', value, expected.box[k]);
    });
    face.keypoints.flat().forEach((value, k) => {
      note('pixels', value, expected.keypoints.flat()[k]);
    });
    note('score', face.score, expected.score);
    EXPRESSIONS.forEach((expression, k) => {
      note('probability', face.probabilities[expression], expected.probabilities[head][k]);
    });
  });
  return { faces: result.faces.length, ...largest };
}
