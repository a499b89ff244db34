import { MODEL_KEY } from '../../formats/index.js';
import type { AffectDetector } from '../../node/index.js';
import { type FrameSink, openCsvSink, openJsonLinesSink, openParquetSink } from '../frame-sinks.js';

/** Where a camera's results go; `-` is standard output. */
export interface RecordingOptions {
  readonly csv?: string;
  readonly jsonl?: string;
  readonly parquet?: string;
}

/**
 * Open what was asked for.
 * @throws {OutputError} if a file can't be written; then none is left
 */
export async function openRecordingSinks(
  { csv, jsonl, parquet }: RecordingOptions,
  { pipeline }: AffectDetector,
): Promise<FrameSink[]> {
  const opened: FrameSink[] = [];
  try {
    if (csv !== undefined) opened.push(await openCsvSink(csv));
    if (jsonl !== undefined) opened.push(await openJsonLinesSink(jsonl));
    if (parquet !== undefined) {
      opened.push(await openParquetSink(parquet, { [MODEL_KEY]: pipeline.classifier.card.id }));
    }
  } catch (error) {
    for (const sink of opened) await sink.breakOff();
    throw error;
  }
  return opened;
}
