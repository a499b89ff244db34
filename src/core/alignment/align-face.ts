import type { ChannelFormat } from '../image/channel-format.js';
import { warpAffineToTensor } from '../image/warp-affine.js';
import type { Keypoints, RgbImage } from '../types.js';
import { estimateSimilarityTransform, type SimilarityTransform } from './similarity-transform.js';

/**
 * Warp a face upright and to a fixed size, straight into a tensor: [channels, height, width].
 * @param keypoints in pixels of `image`
 * @param template where the keypoints shall lie in the result, pixels
 * @param size of the result, pixels
 * @param offset where the face's first plane starts in `out`
 * @returns the transform that was used, from pixels of `image` to pixels of the result
 * @throws {TypeError | RangeError} if the keypoints coincide or are not finite, or as `warpAffineToTensor`
 */
export function alignFace(
  image: RgbImage,
  keypoints: Keypoints,
  template: Keypoints,
  size: { readonly width: number; readonly height: number },
  format: ChannelFormat,
  out: Float32Array,
  offset = 0,
): SimilarityTransform {
  const transform = estimateSimilarityTransform(keypoints, template);
  warpAffineToTensor(image, transform, size.width, size.height, format, out, offset);
  return transform;
}
