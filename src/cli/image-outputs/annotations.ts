import { parse } from 'node:path';
import { overlayFaces } from '../../core/overlay/overlay-face.js';
import { encodePicture, extensionFor, pictureFormat } from '../../node/drawing/encode-picture.js';
import { createOverlayPainter } from '../../node/drawing/overlay-painter.js';
import { writeFileAtomically } from '../write-file.js';
import type { ImageOutput } from './image-output.js';
import { makeFolder, type OutputNames } from './output-names.js';

/**
 * `--annotate`: every picture with its faces' boxes and labels, in its own format. Draws into the full-size picture, so
 * it comes after all outputs that want it clean.
 * @throws {OutputError} if the folder can't be made, or the canvas package is not installed
 */
export async function openAnnotations(folder: string, names: OutputNames): Promise<ImageOutput> {
  const target = await makeFolder(folder);
  const painter = await createOverlayPainter();
  return async ({ path, result, fullSize }) => {
    const { image } = await fullSize();
    painter.draw(image, overlayFaces(result), { source: result });
    const format = await pictureFormat(path);
    const { name, ext } = parse(path);
    const [output] = names.take(target, name, [extensionFor(format, ext)]);
    await writeFileAtomically(output, await encodePicture(image, format));
  };
}
