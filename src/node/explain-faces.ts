import { alignFace } from '../core/alignment/align-face.js';
import { cropFace, type FaceTemplate } from '../core/alignment/crop-face.js';
import type { SimilarityTransform } from '../core/alignment/similarity-transform.js';
import { occlusionSaliency, type SaliencyMap } from '../core/explanation/occlusion-saliency.js';
import {
  decide,
  EXPRESSIONS,
  type ExpressionClassifier,
  type Face,
  type Frame,
  type Keypoints,
  type Point,
  type RgbImage,
} from '../core/index.js';

/** Why a face was read as it was. */
export interface FaceExplanation {
  readonly face: Face;
  readonly saliency: SaliencyMap;
  /** The face upright, in colour. */
  readonly crop: RgbImage;
  /** From pixels of the frame's image to pixels of the saliency map. */
  readonly transform: SimilarityTransform;
}

export interface ExplainOptions {
  /** Width of the crops, pixels. */
  readonly cropSize: number;
  /** Stops before the next face. */
  readonly signal?: AbortSignal;
}

/** The template that a classifier's faces are aligned to. */
export function faceTemplate({ card }: ExpressionClassifier): FaceTemplate {
  return { width: card.input.width, height: card.input.height, keypoints: card.template };
}

/** A face's keypoints in pixels of the frame's image, which may be smaller than its source. */
export function keypointsInImage({ keypoints }: Face, { image, width, height }: Frame): Keypoints {
  return keypoints.map(
    ([x, y]): Point => [(x * image.width) / width, (y * image.height) / height],
  ) as unknown as Keypoints;
}

/**
 * Find out which parts of each face its most probable expression rests on: about 170 readings a face.
 * @param frame the picture as it was read
 * @param faces what was read
 */
export async function explainFaces(
  classifier: ExpressionClassifier,
  frame: Frame,
  faces: readonly Face[],
  { cropSize, signal }: ExplainOptions,
): Promise<FaceExplanation[]> {
  const { input, template } = classifier.card;
  const { width, height } = input;
  const channels = input.mean.length;
  const explanations: FaceExplanation[] = [];
  for (const face of faces) {
    signal?.throwIfAborted();
    const keypoints = keypointsInImage(face, frame);
    const data = new Float32Array(channels * width * height);
    const transform = alignFace(frame.image, keypoints, template, input, input, data);
    const row = EXPRESSIONS.map((expression) => face.probabilities[expression]);
    const { expression } = decide(row, 0);
    const saliency = await occlusionSaliency(
      classifier,
      { data, channels, width, height },
      { expression: expression ?? undefined },
    );
    const { image: crop } = cropFace(frame.image, keypoints, faceTemplate(classifier), cropSize);
    explanations.push({ face, saliency, crop, transform });
  }
  return explanations;
}
