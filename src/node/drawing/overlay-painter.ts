import type { RgbImage } from '../../core/index.js';
import { type DrawOverlayOptions, drawOverlay } from '../../core/overlay/draw-overlay.js';
import { inkArea } from '../../core/overlay/ink-area.js';
import type { OverlayFace } from '../../core/overlay/overlay-face.js';
import { blendPatch } from './blend.js';
import { type Canvas, type CanvasLibrary, loadCanvas } from './canvas.js';
import { touchedRuns } from './touched-runs.js';

/** What may be set for one drawing; its size is the picture's. */
export type PaintOptions = Omit<DrawOverlayOptions, 'width' | 'height'>;

/** A drawing is made in bands of at most this many rows, so that a huge photograph needs no canvas of its size. */
const BAND_HEIGHT = 1080;

/**
 * Load what draws boxes and labels into pictures.
 * @throws {OutputError} if the optional canvas package is not installed
 */
export async function createOverlayPainter(): Promise<OverlayPainter> {
  return new OverlayPainter(await loadCanvas());
}

/**
 * Draws the faces of a frame into its pixels. The overlay is drawn on a transparent canvas that is kept from frame to
 * frame, and only the tiles with ink are read back and blended: reading a whole 720p canvas takes 12 ms, this 1 ms.
 */
export class OverlayPainter {
  readonly #library: CanvasLibrary;
  #canvas: Canvas;

  constructor(library: CanvasLibrary) {
    this.#library = library;
    this.#canvas = library.createCanvas(1, 1);
  }

  /** Draw into the picture, in place. */
  draw(image: RgbImage, faces: readonly OverlayFace[], options: PaintOptions = {}): void {
    if (faces.length === 0) return;
    for (let top = 0; top < image.height; top += BAND_HEIGHT) this.#drawBand(image, faces, options, top);
  }

  #drawBand(image: RgbImage, faces: readonly OverlayFace[], options: PaintOptions, top: number): void {
    const { width, height } = image;
    const bandHeight = Math.min(BAND_HEIGHT, height - top);
    const context = this.#clearContext(width, bandHeight);
    context.setTransform(1, 0, 0, 1, 0, -top);
    const { fontFamily } = this.#library;
    const items = drawOverlay(context, faces, { fontFamily, ...options, width, height });
    const areas = inkArea(items).map((area) => ({ ...area, y: area.y - top }));
    for (const run of touchedRuns(areas, width, bandHeight)) {
      const patch = context.getImageData(run.x, run.y, run.width, run.height);
      blendPatch(image, patch, run.x, run.y + top);
    }
  }

  #clearContext(width: number, height: number) {
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas = this.#library.createCanvas(width, height);
    }
    const context = this.#canvas.getContext('2d');
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  }
}
