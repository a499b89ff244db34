import { UnsupportedMediaError } from '../core/errors.js';
import type { RgbImage } from '../core/types.js';

/** Draws bitmaps and video frames at a bounded size and reads their pixels; the canvas is kept between pictures. */
export class PixelReader {
  #context: OffscreenCanvasRenderingContext2D | null = null;

  /**
   * Read a picture's pixels.
   * @param maxSide a larger picture is shrunk to this longest side, pixels
   * @throws {UnsupportedMediaError} if the browser has no memory for it
   */
  read(image: ImageBitmap | VideoFrame, maxSide: number): RgbImage {
    const source = sizeOf(image);
    const scale = Math.min(1, maxSide / Math.max(source.width, source.height));
    const width = Math.max(1, Math.round(source.width * scale));
    const height = Math.max(1, Math.round(source.height * scale));
    const context = this.#resize(width, height);
    // Transparent parts become white, as in Node; frames of a video have none.
    if (!('displayWidth' in image)) {
      context.fillStyle = 'white';
      context.fillRect(0, 0, width, height);
    }
    context.drawImage(image, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return { data, width, height, channels: 4 };
  }

  #resize(width: number, height: number): OffscreenCanvasRenderingContext2D {
    if (!this.#context) {
      // Reading often asks for a canvas in main memory.
      const canvas = new OffscreenCanvas(width, height);
      this.#context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
      if (!this.#context) throw new UnsupportedMediaError('the browser gives no canvas to read pixels from');
    }
    const { canvas } = this.#context;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    this.#context.imageSmoothingQuality = 'high';
    return this.#context;
  }
}

/** Size of a picture as it is shown, pixels. */
export function sizeOf(image: ImageBitmap | VideoFrame): { width: number; height: number } {
  return 'displayWidth' in image
    ? { width: image.displayWidth, height: image.displayHeight }
    : { width: image.width, height: image.height };
}
