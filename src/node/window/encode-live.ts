import sharp from 'sharp';
import type { RgbImage } from '../../core/index.js';

/** Encode a picture that is looked at for the blink of an eye: half the time that one to be kept takes. */
export function encodeLive({ data, width, height, channels }: RgbImage): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels } }).jpeg({ quality: 85 }).toBuffer();
}
