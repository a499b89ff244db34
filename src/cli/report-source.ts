import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { InputError } from '../core/index.js';
import {
  type FaceRow,
  FORMAT_BYTES,
  framesToRows,
  MODEL_KEY,
  openFaceParquet,
  type RandomAccessFile,
  readFaceCsv,
  readFrameLines,
  rowsToFrames,
  type TableFrame,
  tableFormat,
} from '../formats/index.js';
import type { Recording } from '../report/recording.js';
import { RecordingBuilder } from '../report/recording-builder.js';

/** Recordings that were read from files, and what the files say about them. */
export interface ReportSource {
  readonly recordings: readonly Recording[];
  /** Ids of the models, where the files name them. */
  readonly models: readonly string[];
}

export interface ReportSourceOptions {
  /**
   * `folder` for the name of a file's folder, or of each video's where a file holds several; else the name of a column;
   * `null` for no groups.
   */
  readonly groupBy: string | null;
  /** Called with the bytes that were just read. */
  readonly onBytes?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Read recordings from tables of results: CSV, JSON Lines or Parquet, told apart by their content. Each source and each
 * group within a file is a recording.
 * @throws {InputError} if a file is missing, empty, no table of ours, or without the column that groups
 */
export async function readRecordings(
  paths: readonly string[],
  options: ReportSourceOptions,
): Promise<ReportSource> {
  const recordings: Recording[] = [];
  const models = new Set<string>();
  for (const path of paths) {
    const file = await openFile(path);
    try {
      recordings.push(...(await readFile(path, file, options, models)));
    } finally {
      await file.close();
    }
  }
  return { recordings: withUniqueNames(recordings), models: [...models] };
}

async function openFile(path: string): Promise<FileHandle> {
  const fail = (cause: NodeJS.ErrnoException): never => {
    const reason = cause.code === 'ENOENT' ? "doesn't exist" : `can't be read (${cause.code})`;
    throw new InputError(`${path} ${reason}`, { cause });
  };
  const file = await open(path).catch(fail);
  const info = await file.stat();
  if (info.isFile() && info.size > 0) return file;
  await file.close();
  throw new InputError(`${path} ${info.isFile() ? 'is empty' : 'is no file; name the files in it'}`);
}

async function readFile(
  path: string,
  file: FileHandle,
  options: ReportSourceOptions,
  models: Set<string>,
): Promise<Recording[]> {
  const builders = new Map<string, RecordingBuilder>();
  const rows = await openRows(path, file, options, models);
  for await (const frame of rowsToFrames(rows, path)) {
    options.signal?.throwIfAborted();
    const group = columnOf(frame, path, options.groupBy);
    const name = frame.result.source ?? path;
    const key = JSON.stringify([name, group]);
    let builder = builders.get(key);
    if (builder === undefined) {
      builder = new RecordingBuilder(name, group);
      builders.set(key, builder);
    }
    append(builder, frame, path);
  }
  if (builders.size === 0) throw new InputError(`${path} has no row`);
  const found = [...builders.values()].map((builder) => builder.finish());
  if (options.groupBy !== 'folder') return found;
  return found.map((recording) => ({
    ...recording,
    group: folderOf(found.length > 1 ? recording.name : path),
  }));
}

async function openRows(
  path: string,
  file: FileHandle,
  { onBytes }: ReportSourceOptions,
  models: Set<string>,
): Promise<AsyncIterable<FaceRow>> {
  const head = new Uint8Array(FORMAT_BYTES);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  const format = tableFormat(head.subarray(0, bytesRead));
  if (format === 'parquet') {
    const table = await openFaceParquet(await randomAccess(file, onBytes), path);
    const model = table.metadata[MODEL_KEY];
    if (model) models.add(model);
    return table.rows();
  }
  const text = counted(createReadStream(path, { highWaterMark: 256 * 1024 }), onBytes);
  return format === 'jsonl' ? framesToRows(readFrameLines(text, path)) : readFaceCsv(text, path);
}

async function randomAccess(file: FileHandle, onBytes?: (bytes: number) => void): Promise<RandomAccessFile> {
  const { size } = await file.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = new Uint8Array(end - start);
      await file.read(bytes, 0, bytes.length, start);
      onBytes?.(bytes.length);
      return bytes.buffer;
    },
  };
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes?.(chunk.length);
    yield chunk;
  }
}

function folderOf(path: string): string {
  return basename(dirname(resolve(path)));
}

/**
 * What a frame has in the column that groups; `null` where no column does.
 * @throws {InputError} if there is no such column, or the faces of the frame differ in it: a recording is of whole frames
 */
function columnOf({ rows, result }: TableFrame, path: string, groupBy: string | null): string | null {
  if (groupBy === null || groupBy === 'folder') return null;
  if (!Object.hasOwn(rows[0], groupBy))
    throw new InputError(`${path} has no column "${groupBy}" to group by`);
  const cell = rows[0][groupBy];
  if (rows.some((row) => row[groupBy] !== cell)) {
    throw new InputError(
      `${path}: the faces of the frame at ${result.timestamp} s differ in "${groupBy}"; a column that groups must be the same for all faces of a frame`,
    );
  }
  return cell === null ? 'none' : String(cell);
}

function append(builder: RecordingBuilder, { result }: TableFrame, path: string): void {
  try {
    builder.append(result);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    const at = result.timestamp === null ? 'results of pictures have no course over time: ' : '';
    throw new InputError(`${path} is no recording: ${at}${error.message}`, { cause: error });
  }
}

/** Recordings of one name get a number. */
function withUniqueNames(recordings: readonly Recording[]): Recording[] {
  const seen = new Map<string, number>();
  return recordings.map((recording) => {
    const count = (seen.get(recording.name) ?? 0) + 1;
    seen.set(recording.name, count);
    return count === 1 ? recording : { ...recording, name: `${recording.name} (${count})` };
  });
}
