import { type Letterbox, letterboxGeometry } from '../image/letterbox.js';
import type { DetectorInput } from '../model-card.js';

/**
 * Plan how a picture goes into a detector's input: its longest side scaled to `side` and padded to the multiple that
 * the network wants, or, where the network takes one size only, scaled to fit into that.
 * @param width of the picture, pixels
 * @param height of the picture, pixels
 * @throws {RangeError} if a size is not a positive integer
 */
export function inputGeometry(
  width: number,
  height: number,
  { multiple, fixedSize }: Pick<DetectorInput, 'multiple' | 'fixedSize'>,
  side: number,
): Letterbox {
  if (!fixedSize) return letterboxGeometry(width, height, side, multiple);
  const [inputWidth, inputHeight] = fixedSize;
  const scale = Math.min(inputWidth / width, inputHeight / height);
  return {
    scale,
    contentWidth: Math.max(1, Math.round(width * scale)),
    contentHeight: Math.max(1, Math.round(height * scale)),
    width: inputWidth,
    height: inputHeight,
  };
}
