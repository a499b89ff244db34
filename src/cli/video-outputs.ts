import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { formatSrt, formatVtt } from '../core/subtitles/format-cues.js';
import { MODEL_KEY } from '../formats/index.js';
import { type AffectDetector, containerOf, isStream } from '../node/index.js';
import { openAnnotationSink } from './annotation-sink.js';
import {
  type FrameSink,
  openCsvSink,
  openJsonLinesSink,
  openParquetSink,
  openSubtitleSink,
} from './frame-sinks.js';
import { openThumbnailSink } from './thumbnail-sink.js';

/** What `addVideoOutputOptions` adds to a command. */
export interface VideoOutputOptions {
  readonly json?: boolean;
  readonly csv?: string;
  readonly jsonl?: string;
  readonly parquet?: string;
  readonly summary?: string;
  readonly srt?: string;
  readonly vtt?: string;
  readonly thumbnails?: string;
  readonly annotate?: string;
}

const HELP = `
Files are written as the video is read, as FILE.partial, and get their name when all is read. The options that write files go
together in any combination.`;

/** Add the options that say where results go. */
export function addVideoOutputOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON object a line per frame')
    .option('--csv <file>', 'write a table with a row per face per frame; - for standard output')
    .option('--jsonl <file>', 'write one JSON object a line per frame; - for standard output')
    .option('--parquet <file>', 'write the table as Parquet, for pandas, R, DuckDB and the like')
    .option('--summary <file>', 'write what all videos showed as one JSON object')
    .option('--srt <file>', 'write subtitles with the expressions of each face')
    .option('--vtt <file>', 'write them as WebVTT, for web pages')
    .option('--thumbnails <folder>', 'write a picture of each expression where it was clearest')
    .option(
      '--annotate <file>',
      'write the video with every face marked, and its sound, as .mp4, .mov or .mkv',
    )
    .addHelpText('after', HELP);
}

/** Whether data goes to stdout, where the summary must not get between it. */
export function printsData({ json, csv, jsonl }: VideoOutputOptions): boolean {
  return json === true || csv === '-' || jsonl === '-';
}

/**
 * What is wrong with the outputs as they were asked for.
 * @returns a sentence for the user; `null` where nothing is
 */
export async function outputProblem(
  options: VideoOutputOptions,
  inputs: readonly string[],
): Promise<string | null> {
  const { json, csv, jsonl } = options;
  const printed = [json && '--json', csv === '-' && '--csv -', jsonl === '-' && '--jsonl -'].filter(Boolean);
  if (printed.length > 1) return `${printed[0]} and ${printed[1]} both write to standard output`;
  if (options.parquet === '-') return '--parquet writes a file, not standard output';
  const single = (['srt', 'vtt', 'annotate'] as const).find((name) => options[name] !== undefined);
  if (single && inputs.length > 1) return `--${single} is for one video at a time`;
  const twice = (['thumbnails', 'annotate'] as const).find((name) => options[name] !== undefined);
  if (twice && inputs.some(isStream)) return `--${twice} needs a file, which can be read a second time`;
  if (options.annotate !== undefined && containerOf(options.annotate) === null) {
    return `--annotate writes .mp4, .mov and .mkv, not ${options.annotate}`;
  }
  const taken = new Map<string, string>();
  for (const input of inputs) taken.set(await identity(input), 'is a video that is read');
  for (const file of outputFiles(options)) {
    const key = await identity(file);
    const other = taken.get(key);
    if (other !== undefined) return `${file} can't be written: it ${other}`;
    taken.set(key, 'is named for two outputs');
  }
  return null;
}

/** The files that are to be written. */
export function outputFiles({
  csv,
  jsonl,
  parquet,
  summary,
  srt,
  vtt,
  annotate,
}: VideoOutputOptions): string[] {
  return [csv, jsonl, parquet, summary, srt, vtt, annotate].filter(
    (file) => file !== undefined && file !== '-',
  ) as string[];
}

/** A path under which the same file is found again, whatever way it was named. */
async function identity(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)));
  return realpath(path).catch(() => join(folder, basename(path)));
}

/**
 * Open what takes the results frame by frame.
 * @throws {OutputError} if a file can't be written; then none is left
 */
export async function openSinks(
  options: VideoOutputOptions & { readonly start?: number; readonly end?: number },
  inputs: readonly string[],
  { pipeline }: AffectDetector,
): Promise<FrameSink[]> {
  const { json, csv, jsonl, parquet, srt, vtt, thumbnails, annotate } = options;
  const opened: FrameSink[] = [];
  try {
    if (json) opened.push(await openJsonLinesSink('-'));
    if (csv !== undefined) opened.push(await openCsvSink(csv));
    if (jsonl !== undefined) opened.push(await openJsonLinesSink(jsonl));
    if (parquet !== undefined) {
      opened.push(await openParquetSink(parquet, { [MODEL_KEY]: pipeline.classifier.card.id }));
    }
    if (srt !== undefined) opened.push(await openSubtitleSink(srt, formatSrt));
    if (vtt !== undefined) opened.push(await openSubtitleSink(vtt, formatVtt));
    if (thumbnails !== undefined) opened.push(await openThumbnailSink(thumbnails));
    // The last, because it draws into the frames.
    if (annotate !== undefined)
      opened.push(await openAnnotationSink(annotate, { source: inputs[0], ...options }));
  } catch (error) {
    for (const sink of opened) await sink.breakOff();
    throw error;
  }
  return opened;
}
