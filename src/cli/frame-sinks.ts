import { csvHeader, csvRows, type FrameResult, jsonLine } from '../core/index.js';
import { openAtomicWriter, talk, write, writeLine } from './io.js';

/** Takes the result of each frame. */
export interface FrameSink {
  /** @param frame number of the frame in its video, from 0 */
  write(result: FrameResult, frame: number): Promise<void>;
  /** All is written: a file gets its name. */
  finish(): Promise<void>;
  /** The work broke off: what there is stays under a name that says so. */
  breakOff(): Promise<void>;
}

const nothing = async () => {};

/** A line of JSON for each frame on stdout. */
export const jsonSink: FrameSink = {
  write: (result) => writeLine(jsonLine(result)),
  finish: nothing,
  breakOff: nothing,
};

/**
 * A table with a row for each face of each frame.
 * @param path of the file; `-` for stdout
 * @throws {OutputError} if the file can't be written
 */
export async function openCsvSink(path: string): Promise<FrameSink> {
  if (path === '-') {
    await write(csvHeader());
    return {
      write: (result, frame) => write(csvRows(result, frame)),
      finish: nothing,
      breakOff: nothing,
    };
  }
  const file = await openAtomicWriter(path);
  await file.write(csvHeader());
  let isEmpty = true;
  return {
    async write(result, frame) {
      isEmpty = false;
      await file.write(csvRows(result, frame));
    },
    finish: () => (isEmpty ? file.discard() : file.commit()),
    async breakOff() {
      if (isEmpty) return file.discard();
      const kept = await file.keepPartial();
      talk(`affect-detect: the rows so far are in ${kept}`);
    },
  };
}
