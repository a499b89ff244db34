import { csvHeader, csvRows, type Frame, type FrameResult, jsonLine } from '../core/index.js';
import { type Cue, CueCollector } from '../core/subtitles/cue-collector.js';
import { FaceParquetWriter, rowsOfFrame } from '../formats/index.js';
import type { Video } from '../node/index.js';
import { type AtomicWriter, openAtomicWriter, type StandardOutput, talk } from './io.js';

/** Takes the result of each frame. */
export interface FrameSink {
  /** A video begins. */
  begin?(video: Pick<Video, 'frameRate'>): void;
  /**
   * @param frame number of the frame in its video, from 0
   * @param picture the frame itself, which may be drawn into; one that was read in an earlier run has no pixels
   */
  write(result: FrameResult, frame: number, picture?: Frame): Promise<void>;
  /** All is written: a file gets its name. */
  finish(): Promise<void>;
  /** The work broke off: what there is stays under a name that says so. */
  breakOff(): Promise<void>;
}

/**
 * End all of them. Where one fails, the others are ended all the same.
 * @param isWhole whether all is written, or the work broke off
 * @throws {OutputError} of the first that failed
 */
export async function endSinks(sinks: readonly FrameSink[], isWhole: boolean): Promise<void> {
  const failures: unknown[] = [];
  for (const sink of sinks) {
    await (isWhole ? sink.finish() : sink.breakOff()).catch((error) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

/** How results become a text. */
interface TextFormat {
  readonly header: string;
  readonly lines: (result: FrameResult, frame: number) => string;
}

const CSV: TextFormat = { header: csvHeader(), lines: csvRows };
const JSON_LINES: TextFormat = { header: '', lines: (result) => `${jsonLine(result)}\n` };

/**
 * A table with a row for each face of each frame.
 * @param target path of the file, or standard output
 * @throws {OutputError} if the file can't be written
 */
export function openCsvSink(target: string | StandardOutput): Promise<FrameSink> {
  return openTextSink(target, CSV);
}

/**
 * A line of JSON for each frame.
 * @param target path of the file, or standard output
 * @throws {OutputError} if the file can't be written
 */
export function openJsonLinesSink(target: string | StandardOutput): Promise<FrameSink> {
  return openTextSink(target, JSON_LINES);
}

/**
 * The table as a Parquet file. It can be read once it is finished or broken off, not while it is written.
 * @param metadata text by key for the file's own metadata
 * @throws {OutputError} if the file can't be written
 */
export async function openParquetSink(
  path: string,
  metadata: Readonly<Record<string, string>>,
): Promise<FrameSink> {
  const file = await openAtomicWriter(path);
  const table = new FaceParquetWriter((bytes) => file.write(bytes), { metadata });
  return new FileSink(file, {
    async write(result, frame) {
      for (const row of rowsOfFrame(result, frame)) await table.append(row);
    },
    end: () => table.finish(),
  });
}

/**
 * Subtitles with the expressions of each face, written when all is read.
 * @param format makes the file of the cues
 * @throws {OutputError} if the file can't be written
 */
export async function openSubtitleSink(
  path: string,
  format: (cues: readonly Cue[]) => string,
): Promise<FrameSink> {
  const file = await openAtomicWriter(path);
  const collector = new CueCollector();
  return new FileSink(file, {
    write: async (result) => collector.append(result),
    end: () => file.write(format(collector.cues())),
  });
}

async function openTextSink(
  target: string | StandardOutput,
  { header, lines }: TextFormat,
): Promise<FrameSink> {
  if (typeof target !== 'string') {
    await target.write(header);
    return {
      write: (result, frame) => target.write(lines(result, frame)),
      async finish() {},
      async breakOff() {},
    };
  }
  const file = await openAtomicWriter(target);
  await file.write(header);
  return new FileSink(file, {
    write: (result, frame) => file.write(lines(result, frame)),
    async end() {},
  });
}

/** What goes into a file. */
interface FileContent {
  write(result: FrameResult, frame: number): Promise<void>;
  end(): Promise<void>;
}

/** A file of results. Where there was none, no file is left. */
class FileSink implements FrameSink {
  readonly #file: AtomicWriter;
  readonly #content: FileContent;
  #isEmpty = true;

  constructor(file: AtomicWriter, content: FileContent) {
    this.#file = file;
    this.#content = content;
  }

  async write(result: FrameResult, frame: number): Promise<void> {
    this.#isEmpty = false;
    await this.#content.write(result, frame);
  }

  async finish(): Promise<void> {
    if (this.#isEmpty) {
      talk(`affect-detect: no frame was read, so ${this.#file.path} is not written`);
      return this.#file.discard();
    }
    await this.#content.end();
    await this.#file.commit();
  }

  async breakOff(): Promise<void> {
    if (this.#isEmpty) return this.#file.discard();
    await this.#content.end();
    const kept = await this.#file.keepPartial();
    talk(`affect-detect: the results so far are in ${kept}`);
  }
}
