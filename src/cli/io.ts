import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { OutputError } from '../core/index.js';
import { EXIT, ExitError } from './exit-codes.js';

/** Standard output, for data. */
export interface StandardOutput {
  /**
   * Write data as it is; waits while the reader is slower than we are. A reader that has seen enough (`| head`) ends the
   * program quietly, unless the output outlives it.
   * @throws {OutputError} if stdout is a file on a disk that is full, for instance
   */
  readonly write: (text: string) => Promise<void>;
  /** Write a line of data, in the same way. */
  readonly writeLine: (text: string) => Promise<void>;
}

/** @param outlivesReader whether the work goes on without a reader, as where files are written as well */
export function openStandardOutput({ outlivesReader = false } = {}): StandardOutput {
  let readerHasLeft = false;
  const write = async (text: string) => {
    if (readerHasLeft) return;
    const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
      process.stdout.write(text, resolve);
    });
    if (!error) return;
    if (error.code !== 'EPIPE') failToWrite('standard output')(process.stdout.errored ?? error);
    if (!outlivesReader) process.exit(EXIT.ok);
    readerHasLeft = true;
  };
  return { write, writeLine: (text) => write(`${text}\n`) };
}

/** Write a line of talk (progress, warnings, errors) to stderr. */
export function talk(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Failures of stdout are told by its writer, and nobody is left to hear of those of stderr. */
export function hearOfFailures(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/**
 * Give a file that is complete its name.
 * @throws {OutputError} if that can't be
 */
export async function moveIntoPlace(partial: string, path: string): Promise<void> {
  await rename(partial, path).catch(failToWrite(path));
}

function failToWrite(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new OutputError(`${path} can't be written (${(cause as NodeJS.ErrnoException).code ?? cause})`, {
      cause,
    });
  };
}

/** A file that appears under its name only when it is complete. */
export interface AtomicWriter {
  /** The name that it gets. */
  readonly path: string;
  /** @throws {OutputError} if the disk is full or gone */
  write(text: string | Uint8Array): Promise<void>;
  /** Give the file its name. */
  commit(): Promise<void>;
  /** Keep what was written as `<path>.partial`, and say where that is. */
  keepPartial(): Promise<string>;
  /** Remove what was written. */
  discard(): Promise<void>;
}

/** Paths that lead to devices, and to what a process has open. */
const OF_SYSTEM = /^\/(dev\/(?!shm\/)|proc\/)/;

/** The file that is written by a path, links followed; `null` where it leads into a pipe or a device. */
export async function fileBehind(path: string): Promise<string | null> {
  const target = await stat(path).catch(() => null);
  if (target !== null && !target.isFile()) return null;
  const real = target === null ? path : await realpath(path);
  return [path, real].some((name) => OF_SYSTEM.test(resolve(name))) ? null : real;
}

/**
 * Open a file for writing beside its final name; of a link that leads to a file, beside that file. A pipe or a device takes
 * what is written as it comes: a file that is moved there would take its place.
 * @throws {OutputError} at once if it can't be written
 */
export async function openAtomicWriter(path: string): Promise<AtomicWriter> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory();
  if (isFolder) throw new OutputError(`${path} is a folder; name a file`);
  const place = await fileBehind(path);
  const partial = place === null ? path : `${place}.partial`;
  const stream = createWriteStream(partial);
  let failure: Error | null = null;
  stream.on('error', (error) => {
    failure = error;
  });
  const fail = failToWrite(path);
  await once(stream, 'open').catch(fail);
  return {
    path,
    async write(text) {
      if (failure) fail(failure);
      if (!stream.write(text)) await once(stream, 'drain').catch(fail);
    },
    async commit() {
      await close(stream).catch(fail);
      if (place !== null) await moveIntoPlace(partial, place);
    },
    async keepPartial() {
      await close(stream).catch(fail);
      return partial;
    },
    async discard() {
      stream.destroy();
      if (place !== null) await rm(partial, { force: true });
    },
  };
}

async function close(stream: WriteStream): Promise<void> {
  stream.end();
  if (!stream.closed) await once(stream, 'close');
  if (stream.errored) throw stream.errored;
}

/** A signal that is aborted by Ctrl-C; a second Ctrl-C ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort(new ExitError(EXIT.interrupted));
    process.once('SIGINT', () => process.exit(EXIT.interrupted));
  });
  return controller.signal;
}
