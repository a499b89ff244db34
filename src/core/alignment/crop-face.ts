import type { ChannelFormat } from '../image/channel-format.js';
import type { Keypoints, Point, RgbImage } from '../types.js';
import { alignFace } from './align-face.js';
import type { SimilarityTransform } from './similarity-transform.js';

/** How a network wants its faces: where the keypoints lie in a tile of this size, pixels. */
export interface FaceTemplate {
  readonly width: number;
  readonly height: number;
  readonly keypoints: Keypoints;
}

/** A face that stands upright. */
export interface FaceCrop {
  readonly image: RgbImage;
  /** From pixels of the picture to pixels of the crop. */
  readonly transform: SimilarityTransform;
}

const PLAIN_RGB: ChannelFormat = { channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] };

/**
 * Cut out a face in colour, upright, just as the expression model sees it but larger.
 * @param keypoints in pixels of `image`
 * @param width of the crop, pixels; its height follows from the template's shape
 * @throws {TypeError | RangeError} as `alignFace`
 */
export function cropFace(
  image: RgbImage,
  keypoints: Keypoints,
  template: FaceTemplate,
  width: number,
): FaceCrop {
  const scale = width / template.width;
  const height = Math.max(1, Math.round(template.height * scale));
  const enlarged = template.keypoints.map(([x, y]): Point => [x * scale, y * scale]) as unknown as Keypoints;
  const planes = new Float32Array(3 * width * height);
  const transform = alignFace(image, keypoints, enlarged, { width, height }, PLAIN_RGB, planes);
  return { image: { data: interleave(planes), width, height, channels: 3 }, transform };
}

/** Three planes to pixels, rounded. */
function interleave(planes: Float32Array): Uint8Array {
  const stride = planes.length / 3;
  const data = new Uint8Array(planes.length);
  for (let i = 0; i < stride; i++) {
    for (let c = 0; c < 3; c++) data[3 * i + c] = planes[c * stride + i] + 0.5;
  }
  return data;
}
