import type { Box } from 'affect-detect';

const WIDTH = 32;
const HEIGHT = 18;

/** Looks at a few hundred pixels of a picture: how bright it is, and whether it has changed. */
export class LumaMeter {
  readonly #context: CanvasRenderingContext2D;
  #before: Uint8ClampedArray | null = null;
  #changedAt = 0;

  constructor() {
    const canvas = document.createElement('canvas');
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    this.#context = canvas.getContext('2d', { willReadFrequently: true })!;
    // Single pixels, with their noise: means would hide that a sensor is alive.
    this.#context.imageSmoothingEnabled = false;
  }

  /**
   * Mean luma of a part of a picture, 0 to 255.
   * @param box the part, pixels of the picture
   */
  luma(picture: CanvasImageSource, box: Box): number {
    this.#context.drawImage(picture, box.x, box.y, box.width, box.height, 0, 0, WIDTH, HEIGHT);
    return meanLuma(this.#context.getImageData(0, 0, WIDTH, HEIGHT).data);
  }

  /**
   * Mean luma of a whole picture, and for how long it has not changed.
   * @param size of the picture, pixels
   * @param now seconds, from any clock
   */
  look(
    picture: CanvasImageSource,
    size: { readonly width: number; readonly height: number },
    now: number,
  ): { readonly luma: number; readonly stillSeconds: number } {
    const luma = this.luma(picture, { x: 0, y: 0, ...size });
    const { data } = this.#context.getImageData(0, 0, WIDTH, HEIGHT);
    const before = this.#before;
    if (before === null || data.some((value, i) => value !== before[i])) this.#changedAt = now;
    this.#before = data;
    return { luma, stillSeconds: now - this.#changedAt };
  }
}

/** @param rgba four bytes a pixel. @returns mean of Rec. 709's luma, 0 to 255 */
function meanLuma(rgba: Uint8ClampedArray): number {
  let sum = 0;
  for (let i = 0; i < rgba.length; i += 4) {
    sum += 0.2126 * rgba[i] + 0.7152 * rgba[i + 1] + 0.0722 * rgba[i + 2];
  }
  return sum / (rgba.length / 4);
}
