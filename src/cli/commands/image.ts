import { Command } from 'commander';
import { AffectDetectError, type FrameResult } from '../../core/index.js';
import { jsonLine } from '../../core/timeline/json.js';
import type { AffectDetector } from '../../node/index.js';
import { EXIT, ExitError } from '../exit-codes.js';
import { imageTable } from '../format/image-table.js';
import {
  addImageOutputOptions,
  type ImageOutputOptions,
  openImageOutputs,
} from '../image-outputs/open-image-outputs.js';
import { expandPaths, PICTURES } from '../input-paths.js';
import { interruptSignal, openStandardOutput, talk } from '../io.js';
import { addModelOptions, loadFromOptions, type ModelOptions } from '../options.js';
import { createProgress } from '../progress.js';

interface ImageCommandOptions extends ModelOptions, ImageOutputOptions {
  readonly json?: boolean;
  readonly recursive?: boolean;
}

/** `affect-detect image`: read the expressions in pictures. */
export function imageCommand(): Command {
  const command = new Command('image')
    .description('read the expressions of all faces in pictures')
    .argument(
      '<file|folder|glob...>',
      'JPEG, PNG, WebP, AVIF, GIF or TIFF; HEIC after npm install heic-decode',
    )
    .option('--json', 'print one JSON object a line per picture')
    .option('-r, --recursive', "look in a folder's folders too")
    .action(runImage);
  return addModelOptions(addImageOutputOptions(command));
}

async function runImage(inputs: string[], options: ImageCommandOptions): Promise<void> {
  const signal = interruptSignal();
  const { recursive = false, annotate, crops, explain } = options;
  const { files, problems } = await expandPaths(inputs, PICTURES, { recursive });
  for (const problem of problems) talk(`affect-detect: ${problem}`);
  if (files.length === 0) throw new ExitError(EXIT.input);
  const paths = files.map(({ path }) => path);
  const writesFiles = [annotate, crops, explain].some((target) => target !== undefined);
  const output = openStandardOutput({ outlivesReader: writesFiles });

  const detector = await loadFromOptions(options);
  // The table of a few pictures says enough by itself; a folder of them deserves a bar.
  const progress = createProgress('pictures', paths.length, {
    enabled: paths.length > 4 && !process.stdout.isTTY,
  });
  let failed = problems.length;
  try {
    const writeOutputs = await openImageOutputs(options, paths, detector, signal);
    for (const path of paths) {
      signal.throwIfAborted();
      const result = await detectOrComplain(detector, path, options.threshold);
      if (result) {
        await output.writeLine(options.json ? jsonLine(result) : imageTable(result));
        await writeOutputs({ path, result });
      } else failed++;
      progress.update(1);
    }
  } finally {
    progress.stop();
    await detector.dispose();
  }
  if (failed > 0) throw new ExitError(EXIT.input);
}

/** One bad picture must not keep the others from being read. */
async function detectOrComplain(
  detector: AffectDetector,
  path: string,
  threshold: number,
): Promise<FrameResult | null> {
  try {
    return await detector.detect(path, { threshold });
  } catch (error) {
    if (!(error instanceof AffectDetectError)) throw error;
    talk(`affect-detect: ${error.message}`);
    return null;
  }
}
