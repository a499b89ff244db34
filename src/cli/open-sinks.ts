import { dirname } from 'node:path';
import { formatSrt, formatVtt } from '../core/subtitles/format-cues.js';
import { MODEL_KEY } from '../formats/index.js';
import { type AnnotationOptions, openAnnotationSink } from './annotation-sink.js';
import {
  type FrameSink,
  openCsvSink,
  openJsonLinesSink,
  openParquetSink,
  openSubtitleSink,
} from './frame-sinks.js';
import { makeFolder } from './image-outputs/output-names.js';
import type { StandardOutput } from './io.js';
import type { OutputFile } from './output-plan.js';

/** What is said in files of results of how they came about. */
interface SinkContext extends AnnotationOptions {
  /** Id of the expression model. */
  readonly model: string;
  /** Where `-` goes. */
  readonly output: StandardOutput;
}

/**
 * Open files that take the results frame by frame.
 * @throws {OutputError} if one can't be written; then none is left
 */
export async function openSinks(files: readonly OutputFile[], context: SinkContext): Promise<FrameSink[]> {
  const opened: FrameSink[] = [];
  try {
    for (const file of files) opened.push(await openSink(file, context));
  } catch (error) {
    for (const sink of opened) await sink.breakOff();
    throw error;
  }
  return opened;
}

/**
 * Make the folders of files.
 * @throws {OutputError} if one can't be made
 */
export async function makeFoldersOf(files: readonly OutputFile[]): Promise<void> {
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) await makeFolder(folder);
}

function openSink({ kind, path }: OutputFile, context: SinkContext): Promise<FrameSink> {
  switch (kind) {
    case 'csv':
      return openCsvSink(path === '-' ? context.output : path);
    case 'jsonl':
      return openJsonLinesSink(path === '-' ? context.output : path);
    case 'parquet':
      return openParquetSink(path, { [MODEL_KEY]: context.model });
    case 'srt':
      return openSubtitleSink(path, formatSrt);
    case 'vtt':
      return openSubtitleSink(path, formatVtt);
    case 'annotate':
      return openAnnotationSink(path, context);
  }
}
