import type { Decoder } from '../model-card.js';
import type { Tensor } from '../session.js';
import type { Detection } from '../types.js';
import { decodeAnchorFree } from './decode-anchor-free.js';
import { decodeBoxes } from './decode-boxes.js';

/**
 * Turn the outputs of a detector into boxes and keypoints, before non-maximum suppression, as its card says.
 * @param outputs by name
 * @param width of the network's input, pixels
 * @param height of the network's input, pixels
 * @returns detections in pixels of the network's input, scores of at least `scoreThreshold`
 * @throws {ModelLoadError} if an output is missing or has the wrong size
 */
export function decodeDetections(
  outputs: Readonly<Record<string, Tensor>>,
  decoder: Decoder,
  width: number,
  height: number,
  scoreThreshold: number,
): Detection[] {
  return decoder.type === 'anchor-free'
    ? decodeAnchorFree(outputs, decoder, width, height, scoreThreshold)
    : decodeBoxes(outputs, decoder, width, height, scoreThreshold);
}
