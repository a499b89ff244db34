import { rm } from 'node:fs/promises';
import { SteadyLabels } from '../../core/smoothing/steady-labels.js';
import { containerOf, openVideoWriter, type VideoWriter } from '../../node/index.js';
import { createPictureComposer } from '../../node/window/picture-composer.js';
import type { FrameSink } from '../frame-sinks.js';
import { moveIntoPlace } from '../io.js';

/**
 * The camera's pictures with a box and a label at every face, as a video without sound.
 * @param path of the file, with an ending that `containerOf` knows
 * @param frameRate of the camera, which the bit rate is planned by; `null` where nobody knows
 * @throws {OutputError} if the canvas package is not installed
 */
export async function openVideoRecording(path: string, frameRate: number | null): Promise<FrameSink> {
  const composer = await createPictureComposer();
  const partial = `${path}.partial`;
  const labels = new SteadyLabels();
  let writer: VideoWriter | null = null;
  return {
    async write(result, _frame, picture) {
      const { width, height } = picture!.image;
      writer ??= await openVideoWriter({
        source: null,
        name: path,
        path: partial,
        container: containerOf(path)!,
        width,
        height,
        frameRate,
        start: result.timestamp!,
        end: Number.POSITIVE_INFINITY,
      });
      const plain = { mirrored: false, bars: false, course: null, notice: null };
      await writer.write(composer.compose(picture!, labels.apply(result), plain), result.timestamp!);
    },
    async finish() {
      if (writer === null) return;
      await writer.finish();
      await moveIntoPlace(partial, path);
    },
    async breakOff() {
      await writer?.discard();
      await rm(partial, { force: true });
    },
  };
}
