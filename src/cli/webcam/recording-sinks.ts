import { MODEL_KEY } from '../../formats/index.js';
import type { AffectDetector, Camera } from '../../node/index.js';
import { type FrameSink, openCsvSink, openJsonLinesSink, openParquetSink } from '../frame-sinks.js';
import type { StandardOutput } from '../io.js';
import { openVideoRecording } from './video-recording.js';

/** Where a camera's results go; `-` is standard output. */
export interface RecordingOptions {
  readonly csv?: string;
  readonly jsonl?: string;
  readonly parquet?: string;
  /** Video with every face marked. */
  readonly record?: string;
}

/**
 * Open what was asked for.
 * @throws {OutputError} if a file can't be written; then none is left
 */
export async function openRecordingSinks(
  { csv, jsonl, parquet, record }: RecordingOptions,
  { pipeline }: AffectDetector,
  { frameRate }: Camera,
  output: StandardOutput,
): Promise<FrameSink[]> {
  const opened: FrameSink[] = [];
  try {
    if (csv !== undefined) opened.push(await openCsvSink(csv === '-' ? output : csv));
    if (jsonl !== undefined) opened.push(await openJsonLinesSink(jsonl === '-' ? output : jsonl));
    if (parquet !== undefined) {
      opened.push(await openParquetSink(parquet, { [MODEL_KEY]: pipeline.classifier.card.id }));
    }
    if (record !== undefined) opened.push(await openVideoRecording(record, frameRate));
  } catch (error) {
    for (const sink of opened) await sink.breakOff();
    throw error;
  }
  return opened;
}
