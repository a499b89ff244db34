import type { Frame, FrameResult, RgbImage } from '../../core/index.js';
import { overlayScale } from '../../core/overlay/layout-overlay.js';
import { overlayFaces } from '../../core/overlay/overlay-face.js';
import { blendPatch } from '../drawing/blend.js';
import { type Canvas, type CanvasLibrary, loadCanvas } from '../drawing/canvas.js';
import { OverlayPainter } from '../drawing/overlay-painter.js';
import { copyPixels } from './mirror-rows.js';
import { barPanels, coursePanels, type Ground, noticePanel, type Panel } from './panels.js';
import type { RecentCourse } from './recent-course.js';

/** What is shown beside the boxes and labels. */
export interface ComposeOptions {
  /** Turn the picture left to right; text stays readable. */
  readonly mirrored: boolean;
  /** Bars of each face's probabilities. */
  readonly bars: boolean;
  /** A strip with the last half minute; `null` for none. */
  readonly course: RecentCourse | null;
  /** A line about what a key has done, `null` for none. */
  readonly notice: string | null;
}

/**
 * Load what draws live pictures.
 * @throws {OutputError} if the optional canvas package is not installed
 */
export async function createPictureComposer(): Promise<PictureComposer> {
  return new PictureComposer(await loadCanvas());
}

/** Makes the picture that a window shows: the camera's, with what was read in it. */
export class PictureComposer {
  readonly #library: CanvasLibrary;
  readonly #painter: OverlayPainter;
  #canvas: Canvas;
  #pixels = new Uint8Array(0);

  constructor(library: CanvasLibrary) {
    this.#library = library;
    this.#painter = new OverlayPainter(library);
    this.#canvas = library.createCanvas(1, 1);
  }

  /** @returns the picture, whose pixels are written over by the next call */
  compose({ image }: Frame, result: FrameResult, options: ComposeOptions): RgbImage {
    const { width, height } = image;
    if (this.#pixels.length !== width * height * 3) this.#pixels = new Uint8Array(width * height * 3);
    copyPixels(image, options.mirrored, this.#pixels);
    const picture: RgbImage = { data: this.#pixels, width, height, channels: 3 };
    this.#painter.draw(picture, overlayFaces(result), { source: result, mirrored: options.mirrored });
    const ground = {
      width,
      height,
      scale: overlayScale(image),
      fontFamily: this.#library.fontFamily,
    };
    for (const panel of panelsOf(result, options, ground)) this.#blend(picture, panel);
    return picture;
  }

  #blend(picture: RgbImage, { x, y, width, height, draw }: Panel): void {
    if (this.#canvas.width < width || this.#canvas.height < height) {
      this.#canvas = this.#library.createCanvas(
        Math.max(width, this.#canvas.width),
        Math.max(height, this.#canvas.height),
      );
    }
    const context = this.#canvas.getContext('2d');
    context.clearRect(0, 0, width, height);
    draw(context);
    blendPatch(picture, context.getImageData(0, 0, width, height), x, y);
  }
}

function panelsOf(result: FrameResult, { bars, course, notice }: ComposeOptions, ground: Ground): Panel[] {
  const columns = 120;
  return [
    ...(bars ? barPanels(result, ground) : []),
    ...(course ? coursePanels(course.faces(columns), columns * course.secondsPerColumn, ground) : []),
    ...(notice ? noticePanel(notice, ground) : []),
  ];
}
