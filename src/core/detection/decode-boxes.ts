import { ModelLoadError } from '../errors.js';
import type { DecodedBoxesDecoder } from '../model-card.js';
import type { Tensor } from '../session.js';
import type { Detection } from '../types.js';
import { keypointsFromBox } from './keypoints-from-box.js';

/**
 * Read the outputs of a detector that has decoded its boxes itself: `scores` 1 x n x classes, `boxes` 1 x n x 4 with
 * left, top, right and bottom as fractions of the input. It knows no keypoints; they are put where an upright face has
 * them.
 * @param outputs by name
 * @param width of the network's input, pixels
 * @param height of the network's input, pixels
 * @returns detections in pixels of the network's input, scores of at least `scoreThreshold`, in the network's order
 * @throws {ModelLoadError} if an output is missing or has the wrong size
 */
export function decodeBoxes(
  outputs: Readonly<Record<string, Tensor>>,
  decoder: DecodedBoxesDecoder,
  width: number,
  height: number,
  scoreThreshold: number,
): Detection[] {
  const { data: corners } = outputOf(outputs, decoder.boxes);
  const { data: scores, dims } = outputOf(outputs, decoder.scores);
  const classes = dims[dims.length - 1];
  const count = corners.length / 4;
  if (scores.length !== count * classes || decoder.faceClass >= classes) {
    throw new ModelLoadError(
      `the detector's output "${decoder.scores}" has ${scores.length} values, expected ${count} x at least ${decoder.faceClass + 1}`,
    );
  }
  const detections: Detection[] = [];
  for (let i = 0; i < count; i++) {
    const score = scores[i * classes + decoder.faceClass];
    // Written so that NaN is left out.
    if (!(score >= scoreThreshold)) continue;
    const x = corners[4 * i] * width;
    const y = corners[4 * i + 1] * height;
    const box = { x, y, width: corners[4 * i + 2] * width - x, height: corners[4 * i + 3] * height - y };
    if (!(box.width > 0 && box.height > 0 && box.width <= 4 * width && box.height <= 4 * height)) continue;
    detections.push({ box, score: Math.min(1, score), keypoints: keypointsFromBox(box) });
  }
  return detections;
}

function outputOf(outputs: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = outputs[name];
  if (!tensor) throw new ModelLoadError(`the detector has no output "${name}"`);
  return tensor;
}
