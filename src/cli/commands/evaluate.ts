import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_THRESHOLD, InputError } from '../../core/index.js';
import { evaluateFaces } from '../../node/datasets/evaluate-faces.js';
import { FER2013_SPLITS, type Fer2013Split } from '../../node/datasets/fer2013-csv.js';
import {
  type Backend,
  DEFAULT_DETECTOR,
  DEFAULT_EXPRESSION_MODEL,
  findModel,
  loadExpressionModel,
} from '../../node/index.js';
import { type EvaluationSource, openCsvSource, openFolderSource } from '../evaluation-source.js';
import { evaluationTable } from '../format/evaluation-table.js';
import { interruptSignal, openStandardOutput, talk } from '../io.js';
import { parseFraction, parsePositiveInteger } from '../options.js';

interface EvaluateOptions {
  readonly threshold: number;
  readonly split?: Fer2013Split;
  readonly votes?: string;
  readonly agreed?: boolean;
  readonly json?: boolean;
  readonly labels?: string;
  readonly model: string;
  readonly detect?: boolean;
  readonly detector: string;
  readonly threads?: number;
  readonly backend: 'auto' | Backend;
  readonly batch: number;
  readonly limit?: number;
}

// Larger batches gain no speed and cost memory in every layer of the network.
const LARGEST_BATCH = 1024;

/** `affect-detect evaluate`: how often the expression model is right on labelled faces. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('measure the expression model on labelled faces')
    .argument(
      '<data>',
      "a file in FER2013's layout (.csv or .csv.gz), or a folder with a folder per expression",
    )
    .addOption(new Option('--split <part>', 'read only this part of a FER2013 file').choices(FER2013_SPLITS))
    .option(
      '--votes <fer2013new.csv>',
      "take the majority of FER+'s ten annotators as the truth, not FER2013's labels",
    )
    .option('--agreed', 'with --votes: only faces on which more than half of the annotators agree')
    .option('--json', 'print one JSON object')
    .addOption(
      new Option(
        '--labels <set>',
        "labels to answer with (default: of the same kind as the truth, else the model's)",
      ).choices(['fer2013', 'ferplus']),
    )
    .option(
      '-t, --threshold <p>',
      'count how many expressions are named from this probability on',
      parseFraction,
      DEFAULT_THRESHOLD,
    )
    .option('--model <id|path>', 'expression model', DEFAULT_EXPRESSION_MODEL)
    .option('--detect', 'in a folder, read the largest face found in each picture, not the whole picture')
    .option('--detector <id|path>', 'face detector for --detect', DEFAULT_DETECTOR)
    .option('--threads <n>', 'threads for the networks (default: the cores, at most 4)', parsePositiveInteger)
    .addOption(
      new Option('--backend <name>', 'what runs the networks')
        .choices(['auto', 'native', 'wasm'])
        .default('auto'),
    )
    .option('--batch <n>', `faces read at once, at most ${LARGEST_BATCH}`, parseBatch, 64)
    .option('--limit <n>', 'stop after this many faces', parsePositiveInteger)
    .action(runEvaluate);
}

async function runEvaluate(dataset: string, options: EvaluateOptions, command: Command): Promise<void> {
  const signal = interruptSignal();
  const info = await statDataset(dataset);
  const isFolder = info.isDirectory();
  if (isFolder && options.split)
    command.error(`error: --split is for a FER2013 file; ${dataset} is a folder`);
  if (isFolder && options.votes)
    command.error(`error: --votes is for a FER2013 file; ${dataset} is a folder`);
  if (options.agreed && !options.votes) command.error('error: --agreed counts votes: give them with --votes');
  if (!isFolder && options.detect) command.error(`error: --detect is for a folder; ${dataset} is a file`);

  // Large batches keep several threads busy, which one picture after another does not.
  const {
    threads = Math.min(4, availableParallelism()),
    backend,
    split,
    votes,
    agreed,
    limit,
    batch,
  } = options;
  const sessionOptions = {
    threads,
    backend,
    onWarning: (message: string) => talk(`affect-detect: ${message}`),
  };
  const head = await chooseHead(options, isFolder, command);
  const loaded = await loadExpressionModel(options.model, { ...sessionOptions, head });
  let source: EvaluationSource | null = null;
  try {
    const detector = options.detect ? options.detector : null;
    source = isFolder
      ? await openFolderSource(dataset, { ...sessionOptions, detector, limit }, signal)
      : openCsvSource(dataset, info.size, { split, votes, agreed, limit });
    const { report, msPerFace } = await evaluateFaces(source.faces, loaded.classifier, {
      batchSize: batch,
      threshold: options.threshold,
      limit,
      signal,
    });
    if (report.n === 0) {
      const nothing = isFolder
        ? 'no face was found in any of its pictures'
        : 'no row has a majority of votes for an expression';
      throw new InputError(`${dataset}: ${nothing}`);
    }
    // The bar must be gone before the table comes.
    await source.dispose();
    const { reliability: _, ...figures } = report.summary();
    const result = {
      ...figures,
      msPerFace,
      model: loaded.classifier.card.id,
      head,
      truth: votes ?? null,
      agreed: agreed ?? false,
      split: split ?? null,
      dataset,
      backend: loaded.backend,
      ...(options.detect && { noFace: source.noFace() }),
    };
    await openStandardOutput().writeLine(options.json ? JSON.stringify(result) : evaluationTable(result));
  } finally {
    await source?.dispose();
    await loaded.classifier.dispose();
  }
}

async function statDataset(path: string): Promise<Stats> {
  return stat(path).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? "doesn't exist" : `can't be read (${cause.code})`;
    throw new InputError(`${path} ${reason}`, { cause });
  });
}

/** A FER2013 file bears FER2013's labels, votes are FER+'s; whose labels a folder bears isn't known. */
async function chooseHead(
  { model, labels, votes }: EvaluateOptions,
  isFolder: boolean,
  command: Command,
): Promise<string> {
  const { card } = await findModel(model);
  if (card.task !== 'expression-classification') {
    return command.error(`error: ${model} is a model for ${card.task}, not for expression-classification`);
  }
  if (labels !== undefined && !Object.hasOwn(card.heads, labels)) {
    const known = Object.keys(card.heads).join(' or ');
    return command.error(`error: ${card.id} answers with ${known} labels, not with ${labels}`);
  }
  const alike = votes === undefined ? 'fer2013' : 'ferplus';
  return labels ?? (!isFolder && Object.hasOwn(card.heads, alike) ? alike : card.defaultHead);
}

function parseBatch(text: string): number {
  const value = parsePositiveInteger(text);
  if (value > LARGEST_BATCH) throw new InvalidArgumentError(`It must be at most ${LARGEST_BATCH}.`);
  return value;
}
