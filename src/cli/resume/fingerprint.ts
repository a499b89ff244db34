import { crc32 } from 'node:zlib';
import type { AnyImage, RgbImage } from '../../core/index.js';

/** A sixteenth of a picture tells it from any other well enough, and takes a sixteenth of the time. */
const ROW_STEP = 16;

/** A number that equal pictures share and different ones hardly ever do. */
export function fingerprint(image: AnyImage): number {
  const { data, rowBytes, width, height } = 'planes' in image ? image.planes[0] : pixelPlane(image);
  let value = 0;
  for (let y = 0; y < height; y += ROW_STEP) {
    value = crc32(data.subarray(y * rowBytes, y * rowBytes + width), value);
  }
  return value;
}

function pixelPlane({ data, width, height, channels }: RgbImage) {
  return { data, width: width * channels, height, rowBytes: width * channels };
}
