import type { RgbImage } from '../../core/index.js';

/** Straight (not premultiplied) red, green, blue and alpha, as `getImageData` gives them. */
export interface RgbaPatch {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/**
 * Lay a patch over a picture, in place.
 * @param left where the patch's left edge lies, pixels; the patch must lie inside the picture
 */
export function blendPatch(image: RgbImage, patch: RgbaPatch, left: number, top: number): void {
  const { data, channels } = image;
  const { data: over, width, height } = patch;
  for (let y = 0; y < height; y++) {
    let to = ((top + y) * image.width + left) * channels;
    let from = y * width * 4;
    for (let x = 0; x < width; x++, to += channels, from += 4) {
      const alpha = over[from + 3];
      if (alpha === 0) continue;
      const rest = 255 - alpha;
      // Half of 255 is added so that the division rounds: blending a colour onto itself keeps it.
      data[to] = ((over[from] * alpha + data[to] * rest + 127) / 255) | 0;
      data[to + 1] = ((over[from + 1] * alpha + data[to + 1] * rest + 127) / 255) | 0;
      data[to + 2] = ((over[from + 2] * alpha + data[to + 2] * rest + 127) / 255) | 0;
    }
  }
}
