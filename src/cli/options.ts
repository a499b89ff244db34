import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_THRESHOLD } from '../core/index.js';
import {
  type AffectDetector,
  DEFAULT_DETECTOR,
  DEFAULT_EXPRESSION_MODEL,
  type LoadOptions,
  loadAffectDetector,
} from '../node/index.js';
import { EXIT, ExitError } from './exit-codes.js';
import { talk } from './io.js';

/** What `addModelOptions` adds to a command. */
export interface ModelOptions {
  readonly threshold: number;
  readonly model: string;
  readonly detector: string;
  readonly labels?: string;
  readonly threads: number;
  readonly backend: 'auto' | 'native' | 'wasm';
  /** Of `addDetectionOptions`. */
  readonly side?: number;
}

/** Add the options that every command which reads faces shares. */
export function addModelOptions(command: Command): Command {
  return command
    .option(
      '-t, --threshold <p>',
      'name an expression from this probability on, 0 to 1',
      parseFraction,
      DEFAULT_THRESHOLD,
    )
    .option('--model <id|path>', 'expression model', DEFAULT_EXPRESSION_MODEL)
    .option('--detector <id|path>', 'face detector', DEFAULT_DETECTOR)
    .option('--labels <set>', "labels to answer with: fer2013 or ferplus (default: the model's)")
    .option('--threads <n>', 'threads for the networks', parsePositiveInteger, 1)
    .addOption(
      new Option('--backend <name>', 'what runs the networks')
        .choices(['auto', 'native', 'wasm'])
        .default('auto'),
    );
}

/** Longest time between two looks of the face detector, seconds, unless another is asked for. */
export const DEFAULT_MAX_DETECTION_INTERVAL = 0.1;

/** Add the options that say how often and how closely the face detector looks at a stream. */
export function addDetectionOptions(command: Command): Command {
  return command
    .option(
      '--max-detection-interval <s>',
      'longest time between two looks of the face detector, seconds; 0 looks at every frame',
      parseSeconds,
      DEFAULT_MAX_DETECTION_INTERVAL,
    )
    .option(
      '--side <pixels>',
      "longest side of the picture that the face detector sees; more finds smaller faces and takes longer (default: the model's)",
      parseSide,
    );
}

/** The part of a command's options that loads the models; warnings go to stderr. */
function toLoadOptions(options: ModelOptions): LoadOptions {
  const { model, detector, labels, threads, backend, side } = options;
  // Both networks may have the same to say.
  const said = new Set<string>();
  return {
    model,
    detector,
    labels,
    threads,
    backend,
    side,
    onWarning(message) {
      if (!said.has(message)) talk(`affect-detect: ${message}`);
      said.add(message);
    },
  };
}

/**
 * Load both models as the command line asks.
 * @throws {ExitError} if an option has a value that the models don't know, after saying so
 */
export async function loadFromOptions(options: ModelOptions): Promise<AffectDetector> {
  try {
    return await loadAffectDetector(toLoadOptions(options));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    talk(`affect-detect: ${error.message}`);
    throw new ExitError(EXIT.usage);
  }
}

/** @throws {InvalidArgumentError} unless the text is a number between 0 and 1 */
export function parseFraction(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('It must be a number between 0 and 1.');
  }
  return value;
}

/** @throws {InvalidArgumentError} unless the text is a whole number of at least 1 */
export function parsePositiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1)
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return value;
}

/** @throws {InvalidArgumentError} unless the text is a side that a face detector can be given, pixels */
export function parseSide(text: string): number {
  const side = Number(text);
  if (!/^\d+$/.test(text) || side < 32 || side > 4096) {
    throw new InvalidArgumentError('It must be a whole number from 32 to 4096.');
  }
  return side;
}

/** @throws {InvalidArgumentError} unless the text is a whole number of at least 0 */
export function parseCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number of at least 0.');
  return Number(text);
}

/** @throws {InvalidArgumentError} unless the text is a number above 0 */
export function parsePositiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

/** @throws {InvalidArgumentError} unless the text is a number of at least 0 */
export function parseSeconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && Number.isFinite(value))) {
    throw new InvalidArgumentError('It must be a number of seconds, at least 0.');
  }
  return value;
}
