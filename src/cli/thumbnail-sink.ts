import { parse } from 'node:path';
import { EXPRESSIONS, type Expression, type Frame, type FrameResult } from '../core/index.js';
import { overlayFaces } from '../core/overlay/overlay-face.js';
import { encodePicture } from '../node/drawing/encode-picture.js';
import { createOverlayPainter, type OverlayPainter } from '../node/drawing/overlay-painter.js';
import { openVideo } from '../node/index.js';
import type { FrameSink } from './frame-sinks.js';
import { makeFolder, OutputNames } from './image-outputs/output-names.js';
import { talk } from './io.js';
import { writeFileAtomically } from './write-file.js';

/** Larger than any picture: thumbnails have the video's own size. */
const FULL_SIZE = 16_384;

/** The frame in which an expression was clearest. */
type Peak = FrameResult & { readonly timestamp: number };

/**
 * A picture of each expression at its peak, with boxes and labels, as NAME-happy.jpg and so on. Only the results are kept
 * while the video is read; the frames are decoded again at the end.
 * @throws {OutputError} if the folder can't be made, or the canvas package is not installed
 */
export async function openThumbnailSink(folder: string): Promise<FrameSink> {
  const target = await makeFolder(folder);
  const painter = await createOverlayPainter();
  const names = await OutputNames.excluding([]);
  const peaks = new Map<string, Map<Expression, { probability: number; result: Peak }>>();
  return {
    async write(result) {
      const { source, timestamp, faces } = result;
      if (source === null || timestamp === null) return;
      const ofVideo = peaks.get(source) ?? new Map();
      peaks.set(source, ofVideo);
      for (const { expression, probability } of faces) {
        if (expression === null || probability <= (ofVideo.get(expression)?.probability ?? 0)) continue;
        ofVideo.set(expression, { probability, result: { ...result, timestamp } });
      }
    },
    async finish() {
      for (const [source, ofVideo] of peaks) {
        const expressions = EXPRESSIONS.filter((expression) => ofVideo.has(expression));
        if (expressions.length === 0) continue;
        const files = names.take(
          target,
          parse(source).name,
          expressions.map((name) => `-${name}.jpg`),
        );
        for (const [i, expression] of expressions.entries()) {
          await writeThumbnail(source, ofVideo.get(expression)!.result, files[i], painter);
        }
      }
    },
    async breakOff() {},
  };
}

async function writeThumbnail(
  source: string,
  result: Peak,
  file: string,
  painter: OverlayPainter,
): Promise<void> {
  const video = await openVideo(source, { start: result.timestamp, maxSide: FULL_SIZE });
  try {
    const { value: frame } = (await video.frames().next()) as { value?: Frame };
    if (frame === undefined) {
      talk(`affect-detect: ${source} has no frame at ${result.timestamp} s any more; ${file} is left out`);
      return;
    }
    painter.draw(frame.image, overlayFaces(result), { source: result });
    await writeFileAtomically(file, await encodePicture(frame.image, 'jpeg'));
  } finally {
    await video.dispose();
  }
}
