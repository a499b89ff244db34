import { rm } from 'node:fs/promises';
import { overlayFaces } from '../core/overlay/overlay-face.js';
import { SteadyLabels } from '../core/smoothing/steady-labels.js';
import { createOverlayPainter } from '../node/drawing/overlay-painter.js';
import { containerOf, openVideoWriter, type VideoWriter } from '../node/index.js';
import type { FrameSink } from './frame-sinks.js';
import { moveIntoPlace, talk } from './io.js';

/** The video that is annotated. */
export interface AnnotationOptions {
  readonly source: string;
  /** Seconds. */
  readonly start?: number;
  /** Seconds. */
  readonly end?: number;
}

/**
 * The video with a box and a label at every face, and its sound as it was. Draws into the frames.
 * @param path of the file, with an ending that `containerOf` knows
 * @throws {OutputError} if the canvas package is not installed
 */
export async function openAnnotationSink(
  path: string,
  { source, start = 0, end = Number.POSITIVE_INFINITY }: AnnotationOptions,
): Promise<FrameSink> {
  const painter = await createOverlayPainter();
  const partial = `${path}.partial`;
  let writer: VideoWriter | null = null;
  let frameRate: number | null = null;
  const labels = new SteadyLabels();
  return {
    begin(video) {
      frameRate = video.frameRate;
    },
    async write(result, _frame, picture) {
      const { image } = picture!;
      const { width, height } = image;
      writer ??= await openVideoWriter({
        source,
        name: path,
        path: partial,
        container: containerOf(path)!,
        width,
        height,
        frameRate,
        start,
        end,
      });
      painter.draw(image, overlayFaces(labels.apply(result)), { source: result });
      await writer.write(image, result.timestamp!);
    },
    async finish() {
      if (writer === null) return;
      await writer.finish();
      await moveIntoPlace(partial, path);
    },
    async breakOff() {
      if (writer === null) return;
      try {
        await writer.finish();
        talk(`affect-detect: the video so far is in ${partial}`);
      } catch {
        // What stopped it was said already; a file without its end can't be played.
        await writer.discard();
        await rm(partial, { force: true });
      }
    },
  };
}
