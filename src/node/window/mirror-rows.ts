import type { RgbImage } from '../../core/index.js';

/**
 * Copy a picture, turned left to right where that is wanted.
 * @param target `width * height * 3` bytes
 */
export function copyPixels({ data, width, height }: RgbImage, mirrored: boolean, target: Uint8Array): void {
  if (!mirrored) {
    target.set(data);
    return;
  }
  for (let y = 0; y < height; y++) {
    let from = y * width * 3;
    let to = from + (width - 1) * 3;
    for (let x = 0; x < width; x++, from += 3, to -= 3) {
      target[to] = data[from];
      target[to + 1] = data[from + 1];
      target[to + 2] = data[from + 2];
    }
  }
}
