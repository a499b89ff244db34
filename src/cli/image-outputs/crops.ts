import { parse } from 'node:path';
import { cropFace } from '../../core/alignment/crop-face.js';
import { encodePicture } from '../../node/drawing/encode-picture.js';
import { faceTemplate, keypointsInImage } from '../../node/explain-faces.js';
import type { AffectDetector } from '../../node/index.js';
import { writeFileAtomically } from '../write-file.js';
import type { ImageOutput } from './image-output.js';
import { makeFolder, type OutputNames } from './output-names.js';

/**
 * `--crops`: every face, upright and in colour, as NAME-1.png, NAME-2.png and so on.
 * @param size width of a crop, pixels
 * @throws {OutputError} if the folder can't be made
 */
export async function openCrops(
  folder: string,
  size: number,
  names: OutputNames,
  { pipeline }: AffectDetector,
): Promise<ImageOutput> {
  const target = await makeFolder(folder);
  const template = faceTemplate(pipeline.classifier);
  return async ({ path, result: { faces }, fullSize }) => {
    if (faces.length === 0) return;
    const frame = await fullSize();
    const endings = faces.map((_, i) => `-${i + 1}.png`);
    const outputs = names.take(target, parse(path).name, endings);
    for (const [i, face] of faces.entries()) {
      const { image } = cropFace(frame.image, keypointsInImage(face, frame), template, size);
      await writeFileAtomically(outputs[i], await encodePicture(image, 'png'));
    }
  };
}
