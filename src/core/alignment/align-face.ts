import type { ChannelFormat } from '../image/channel-format.js';
import { warpAffineToTensor } from '../image/warp-affine.js';
import type { AnyImage, Keypoints } from '../types.js';
import {
  type AffineMatrix,
  estimateSimilarityTransform,
  type SimilarityTransform,
} from './similarity-transform.js';

/**
 * Warp a face upright and to a fixed size, straight into a tensor: [channels, height, width]. As for boxes, a position is
 * a distance from the picture's corner: the centre of the first pixel is at 0.5.
 * @param keypoints in pixels of `image`
 * @param template where the keypoints shall lie in the result, pixels
 * @param size of the result, pixels
 * @param offset where the face's first plane starts in `out`
 * @returns the transform that was used, from pixels of `image` to pixels of the result
 * @throws {TypeError | RangeError} if the keypoints coincide or are not finite, or as `warpAffineToTensor`
 */
export function alignFace(
  image: AnyImage,
  keypoints: Keypoints,
  template: Keypoints,
  size: { readonly width: number; readonly height: number },
  format: ChannelFormat,
  out: Float32Array,
  offset = 0,
): SimilarityTransform {
  const transform = estimateSimilarityTransform(keypoints, template);
  warpAffineToTensor(image, betweenPixelCentres(transform), size.width, size.height, format, out, offset);
  return transform;
}

/** The same map with pixel centres at integers, as warps count. */
function betweenPixelCentres([a, b, tx, c, d, ty]: AffineMatrix): AffineMatrix {
  return [a, b, tx + (a + b - 1) / 2, c, d, ty + (c + d - 1) / 2];
}
