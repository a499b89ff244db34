import { stat } from 'node:fs/promises';
import { parse } from 'node:path';
import { loadCanvas } from '../../node/drawing/canvas.js';
import { encodePicture, formatOfName, type PictureFormat } from '../../node/drawing/encode-picture.js';
import { drawExplanation, FIGURE_CROP_SIZE } from '../../node/drawing/explanation-figure.js';
import { explainFaces } from '../../node/explain-faces.js';
import { type AffectDetector, loadImage } from '../../node/index.js';
import { EXIT, ExitError } from '../exit-codes.js';
import { talk } from '../io.js';
import { writeFileAtomically } from '../write-file.js';
import type { ImageOutput } from './image-output.js';
import { makeFolder, type OutputNames } from './output-names.js';

/**
 * `--explain`: a figure for every picture that shows what each face's expression was read from, as the file that is
 * named, or as NAME-explained.png in a folder.
 * @param paths all pictures that are going to be read
 * @throws {OutputError} if the folder can't be made, or the canvas package is not installed
 * @throws {ExitError} if a file is named for several pictures or would overwrite one, after saying so
 */
export async function openExplanations(
  target: string,
  paths: readonly string[],
  names: OutputNames,
  { pipeline }: AffectDetector,
  signal: AbortSignal,
): Promise<ImageOutput> {
  const format = await formatOfFile(target);
  if (format) {
    if (paths.length > 1) complain('--explain must name a folder where there are several pictures');
    if (!(await names.claim(target))) complain(`--explain would overwrite ${target}`);
  }
  const library = await loadCanvas();
  const folder = format ? '' : await makeFolder(target);
  return async ({ path, result }) => {
    if (result.faces.length === 0) {
      talk(`affect-detect: ${path} has no face to explain`);
      return;
    }
    // The very pixels that were read, so that the map belongs to the answer.
    const frame = await loadImage(path);
    const explanations = await explainFaces(pipeline.classifier, frame, result.faces, {
      cropSize: FIGURE_CROP_SIZE,
      signal,
    });
    const figure = drawExplanation(library, frame.image, result, explanations);
    const output = format ? target : names.take(folder, parse(path).name, ['-explained.png'])[0];
    await writeFileAtomically(output, await encodePicture(figure, format ?? 'png'));
  };
}

/** The format of the file that is named; `null` for a folder. */
async function formatOfFile(target: string): Promise<PictureFormat | null> {
  const info = await stat(target).catch(() => null);
  return info?.isDirectory() ? null : formatOfName(target);
}

function complain(message: string): never {
  talk(`affect-detect: ${message}`);
  throw new ExitError(EXIT.usage);
}
