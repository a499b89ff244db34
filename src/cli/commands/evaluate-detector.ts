import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Detection, InputError } from '../../core/index.js';
import { type EvaluationInput, evaluateDetector } from '../../node/datasets/coco-evaluation.js';
import { type CocoImage, readCocoFaces } from '../../node/datasets/coco-faces.js';
import { type Backend, DEFAULT_DETECTOR } from '../../node/index.js';
import { openFaceDetector } from '../../node/models.js';
import { EXIT, ExitError } from '../exit-codes.js';
import { isOneOf } from '../file-identity.js';
import { detectorTable } from '../format/detector-table.js';
import { type AtomicWriter, interruptSignal, openAtomicWriter, openStandardOutput, talk } from '../io.js';
import { parsePositiveInteger, parseSide } from '../options.js';
import { createProgress } from '../progress.js';

interface EvaluateDetectorOptions {
  readonly images: string;
  readonly detector: string;
  readonly side?: EvaluationInput;
  readonly json?: boolean;
  readonly detections?: string;
  readonly shake?: boolean;
  readonly limit?: number;
  readonly threads: number;
  readonly backend: 'auto' | Backend;
}

const DEFAULT_SIDE = 640;

/** `affect-detect evaluate-detector`: how well the faces of annotated pictures are found. */
export function evaluateDetectorCommand(): Command {
  return new Command('evaluate-detector')
    .description('measure a face detector on pictures with known faces')
    .argument('<annotations>', "faces in COCO's layout (.json)")
    .requiredOption('--images <folder>', 'where the pictures lie')
    .option(
      '--detector <id|path>',
      'face detector: one of ours, or a YuNet or RFB .onnx file',
      DEFAULT_DETECTOR,
    )
    .option(
      '--side <pixels|still|stream>',
      `longest side given to the network in one pass, or the passes that pictures or videos get (default: ${DEFAULT_SIDE}, or the only one that the network takes)`,
      parseInput,
    )
    .option('--json', 'print one JSON object')
    .option('--detections <file>', 'write what was found, down to a score of 0.02, as JSON')
    .option('--shake', 'also measure how steady boxes and keypoints are (takes seven times as long)')
    .option('--limit <n>', 'stop after this many pictures', parsePositiveInteger)
    .option('--threads <n>', 'threads for the network', parsePositiveInteger, 1)
    .addOption(
      new Option('--backend <name>', 'what runs the network')
        .choices(['auto', 'native', 'wasm'])
        .default('auto'),
    )
    .action(runEvaluateDetector);
}

async function runEvaluateDetector(
  dataset: string,
  options: EvaluateDetectorOptions,
  command: Command,
): Promise<void> {
  const signal = interruptSignal();
  const { threads, backend, shake, detections } = options;
  if (detections !== undefined && (await isOneOf(detections, [dataset]))) {
    command.error(`error: ${detections} can't be written: it is the file that is read`);
  }
  const listed = await readCocoFaces(dataset);
  if (detections !== undefined) {
    const pictures = listed.map(({ file }) => join(options.images, file));
    if (await isOneOf(detections, pictures)) {
      command.error(`error: ${detections} can't be written: it is a picture that is read`);
    }
  }
  const images = listed.slice(0, options.limit);
  await assertFolder(options.images);
  const { session, card } = await openFaceDetector(options.detector, {
    threads,
    backend,
    onWarning: (message) => talk(`affect-detect: ${message}`),
  });
  let writer: DetectionsWriter | null = null;
  const progress = createProgress('pictures', images.length);
  try {
    const input = options.side ?? (card.input.fixedSize ? Math.max(...card.input.fixedSize) : DEFAULT_SIDE);
    if (card.input.fixedSize && typeof input === 'number' && input !== Math.max(...card.input.fixedSize)) {
      command.error(`error: ${card.id} takes ${card.input.fixedSize.join(' x ')} only, not --side ${input}`);
    }
    writer = detections === undefined ? null : await openDetectionsWriter(detections);
    const evaluation = await evaluateDetector(images, options.images, session, card, {
      input,
      shake,
      signal,
      onImage: async (image, found) => {
        await writer?.write(image, found);
        progress.update(1);
      },
      onMissing: (message) => {
        talk(`affect-detect: ${message}`);
        progress.update(1);
      },
    });
    if (evaluation.images === 0) {
      throw new InputError(`${options.images}: none of the ${images.length} pictures could be read`);
    }
    await writer?.commit();
    // The bar must be gone before the table comes.
    progress.stop();
    const result = {
      detector: card.id,
      dataset,
      input: card.input.fixedSize?.join('x') ?? String(input),
      backend: session.backend,
      threads,
      bytes: card.bytes,
      ...evaluation,
    };
    await openStandardOutput().writeLine(options.json ? JSON.stringify(result) : detectorTable(result));
    if (evaluation.missing > 0) throw new ExitError(EXIT.input);
  } catch (error) {
    await writer?.discard();
    throw error;
  } finally {
    progress.stop();
    await session.dispose();
  }
}

async function assertFolder(path: string): Promise<void> {
  const info = await stat(path).catch(() => null);
  if (!info?.isDirectory()) throw new InputError(`${path} ${info ? 'is not a folder' : "doesn't exist"}`);
}

/** Writes `{"file": [[x, y, width, height, score], …], …}`, a line for each picture. */
interface DetectionsWriter extends Pick<AtomicWriter, 'commit' | 'discard'> {
  write(image: CocoImage, detections: readonly Detection[]): Promise<void>;
}

async function openDetectionsWriter(path: string): Promise<DetectionsWriter> {
  const file = await openAtomicWriter(path);
  let separator = '{\n';
  return {
    async write(image, detections) {
      const rows = detections.map(({ box: { x, y, width, height }, score }) => [
        ...[x, y, width, height].map((value) => Number(value.toFixed(2))),
        Number(score.toFixed(5)),
      ]);
      await file.write(`${separator}${JSON.stringify(image.file)}: ${JSON.stringify(rows)}`);
      separator = ',\n';
    },
    async commit() {
      await file.write(separator === '{\n' ? '{}\n' : '\n}\n');
      await file.commit();
    },
    discard: () => file.discard(),
  };
}

function parseInput(text: string): EvaluationInput {
  if (text === 'still' || text === 'stream') return text;
  try {
    return parseSide(text);
  } catch {
    throw new InvalidArgumentError('It must be a whole number from 32 to 4096, still or stream.');
  }
}
