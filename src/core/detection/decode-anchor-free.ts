import { ModelLoadError } from '../errors.js';
import type { AnchorFreeDecoder } from '../model-card.js';
import type { Tensor } from '../session.js';
import type { Box, Detection, Keypoints, Point } from '../types.js';
import { keypointsFromBox } from './keypoints-from-box.js';

/**
 * Turn the outputs of an anchor-free detector into boxes and keypoints, before non-maximum suppression.
 *
 * At each stride s the grid is height/s x width/s; a cell (gx, gy) with centre ((gx + offset) s, (gy + offset) s) gives
 * a box by dx, dy (in strides) and log width, log height, and five keypoints by dx, dy each.
 * @param outputs by name; each 1 x c x height/s x width/s, or 1 x (height/s * width/s) x c
 * @param width of the network's input, pixels
 * @param height of the network's input, pixels
 * @returns detections in pixels of the network's input, scores of at least `scoreThreshold`, in order of stride and cell
 * @throws {ModelLoadError} if an output is missing or has the wrong size
 * @see Wu et al. 2023, YuNet, https://doi.org/10.1007/s11633-023-1423-y
 */
export function decodeAnchorFree(
  outputs: Readonly<Record<string, Tensor>>,
  decoder: AnchorFreeDecoder,
  width: number,
  height: number,
  scoreThreshold: number,
): Detection[] {
  const detections: Detection[] = [];
  for (const stride of decoder.strides) {
    const columns = Math.floor(width / stride);
    const cells = columns * Math.floor(height / stride);
    const scores = decoder.scores.map((name) => channelReader(outputs, name, stride, cells, 1));
    const box = channelReader(outputs, decoder.boxes, stride, cells, 4);
    const keypoint = channelReader(outputs, decoder.keypoints, stride, cells, 10);
    for (let cell = 0; cell < cells; cell++) {
      const product = scores.reduce((total, score) => total * score(cell, 0), 1);
      const score = Math.min(1, scores.length === 1 ? product : Math.sqrt(Math.max(0, product)));
      // Written so that NaN is left out.
      if (!(score >= scoreThreshold)) continue;
      const x = ((cell % columns) + decoder.cellOffset) * stride;
      const y = (Math.floor(cell / columns) + decoder.cellOffset) * stride;
      const boxWidth = Math.exp(box(cell, 2)) * stride;
      const boxHeight = Math.exp(box(cell, 3)) * stride;
      if (!(boxWidth > 0 && boxHeight > 0 && boxWidth <= 4 * width && boxHeight <= 4 * height)) continue;
      const point = (i: number): Point => [
        x + keypoint(cell, 2 * i) * stride,
        y + keypoint(cell, 2 * i + 1) * stride,
      ];
      const found: Box = {
        x: x + box(cell, 0) * stride - boxWidth / 2,
        y: y + box(cell, 1) * stride - boxHeight / 2,
        width: boxWidth,
        height: boxHeight,
      };
      if (!Number.isFinite(found.x + found.y)) continue;
      const keypoints: Keypoints = [point(0), point(1), point(2), point(3), point(4)];
      detections.push({
        box: found,
        score,
        keypoints: canBeAligned(keypoints, found) ? keypoints : keypointsFromBox(found),
      });
    }
  }
  return detections;
}

/** Whether keypoints span a part of their box, so that one bad answer of a network can't stop a whole frame. */
function canBeAligned(keypoints: Keypoints, box: Box): boolean {
  const xs = keypoints.map(([x]) => x);
  const ys = keypoints.map(([, y]) => y);
  const span = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  // Written so that NaN fails; Infinity does too.
  return span > 0.01 * Math.max(box.width, box.height) && span < Number.POSITIVE_INFINITY;
}

/** Read `channel` of `cell` from an output that is channels-first (4 dimensions) or channels-last (3 dimensions). */
function channelReader(
  outputs: Readonly<Record<string, Tensor>>,
  template: string,
  stride: number,
  cells: number,
  channels: number,
): (cell: number, channel: number) => number {
  const name = template.replace('{stride}', String(stride));
  const tensor = outputs[name];
  if (!tensor) throw new ModelLoadError(`the detector has no output "${name}"`);
  const { data, dims } = tensor;
  if (data.length !== cells * channels) {
    throw new ModelLoadError(
      `the detector's output "${name}" has ${data.length} values, expected ${cells * channels}`,
    );
  }
  return dims.length === 4
    ? (cell, channel) => data[channel * cells + cell]
    : (cell, channel) => data[cell * channels + channel];
}
