import { type Command, InvalidArgumentError } from 'commander';
import type { Frame } from '../../core/index.js';
import { type AffectDetector, loadImage } from '../../node/index.js';
import { parsePositiveInteger } from '../options.js';
import { openAnnotations } from './annotations.js';
import { openCrops } from './crops.js';
import { openExplanations } from './explanations.js';
import type { ImageOutput, ReadPicture } from './image-output.js';
import { OutputNames } from './output-names.js';

/** What `addImageOutputOptions` adds to a command. */
export interface ImageOutputOptions {
  readonly annotate?: string;
  readonly crops?: string;
  readonly cropSize: number;
  readonly explain?: string;
}

/** `loadImage` shrinks only what is longer than this, pixels: nothing. */
const FULL_SIZE = 1e6;
const LARGEST_CROP = 4096;

const HELP = `
Pictures that are written keep their orientation and their size, but no metadata: no place, time or camera. Transparent
parts become white. They never replace a picture that is read; of two with the same name the second becomes NAME-2.`;

/** Add the options that write pictures. */
export function addImageOutputOptions(command: Command): Command {
  return command
    .option('--annotate <folder>', 'write every picture with its faces marked into a folder')
    .option('--crops <folder>', 'write every face, upright, into a folder: NAME-1.png, NAME-2.png, ...')
    .option('--crop-size <pixels>', 'width of those faces', parseCropSize, 224)
    .option(
      '--explain <file|folder>',
      'write which parts of each face its expression was read from (about a second a face)',
    )
    .addHelpText('after', HELP);
}

/**
 * Prepare what the options ask for, so that a folder that can't be made or a missing package shows before the first
 * picture is read.
 * @param paths all pictures that are going to be read
 * @returns what writes all outputs of a picture
 * @throws {OutputError} if a folder can't be made, or the canvas package is not installed
 * @throws {ExitError} if an option doesn't fit the inputs, after saying so
 */
export async function openImageOutputs(
  options: ImageOutputOptions,
  paths: readonly string[],
  detector: AffectDetector,
  signal: AbortSignal,
): Promise<(picture: Omit<ReadPicture, 'fullSize'>) => Promise<void>> {
  const { annotate, crops, cropSize, explain } = options;
  const names = await OutputNames.excluding(paths);
  const outputs: ImageOutput[] = [];
  if (explain !== undefined) outputs.push(await openExplanations(explain, paths, names, detector, signal));
  if (crops !== undefined) outputs.push(await openCrops(crops, cropSize, names, detector));
  if (annotate !== undefined) outputs.push(await openAnnotations(annotate, names));
  return async ({ path, result }) => {
    let frame: Promise<Frame> | undefined;
    const fullSize = () => {
      frame ??= loadImage(path, { maxSide: FULL_SIZE });
      return frame;
    };
    for (const output of outputs) await output({ path, result, fullSize });
  };
}

function parseCropSize(text: string): number {
  const size = parsePositiveInteger(text);
  if (size > LARGEST_CROP) throw new InvalidArgumentError(`It must be at most ${LARGEST_CROP}.`);
  return size;
}
