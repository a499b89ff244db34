import { crc32 } from 'node:zlib';
import type { RgbImage } from '../../core/index.js';

/** A sixteenth of a picture tells it from any other well enough, and takes a sixteenth of the time. */
const ROW_STEP = 16;

/** A number that equal pictures share and different ones hardly ever do. */
export function fingerprint({ data, width, height, channels }: RgbImage): number {
  const rowBytes = width * channels;
  let value = 0;
  for (let y = 0; y < height; y += ROW_STEP) {
    value = crc32(data.subarray(y * rowBytes, (y + 1) * rowBytes), value);
  }
  return value;
}
