import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { InputError, OutputError } from '../../core/index.js';
import type { JournalEntry, RunDescription } from './journal-entry.js';
import { runDifference } from './run-difference.js';

/**
 * What the networks said in a run, written as it goes: a line of JSON for the run, then one for each entry. A run that was
 * broken off goes on by taking the readings of the frames that it has; ids, smoothing and every output follow from them again.
 */
export class Journal {
  readonly path: string;
  readonly #stream: WriteStream;
  readonly #recorded: AsyncIterator<JournalEntry>;
  #next: Promise<JournalEntry | null> | null = null;
  #isEmpty: boolean;

  private constructor(path: string, stream: WriteStream, recorded: AsyncIterable<JournalEntry> | null) {
    this.path = path;
    this.#stream = stream;
    // A failure shows at the next write.
    stream.on('error', () => {});
    this.#recorded = (recorded ?? nothing())[Symbol.asyncIterator]();
    this.#isEmpty = recorded === null;
  }

  /**
   * Begin a journal; one that is there is replaced.
   * @throws {OutputError} if it can't be written
   */
  static async begin(path: string, run: RunDescription): Promise<Journal> {
    const journal = new Journal(path, await openStream(path, 'w'), null);
    await journal.#writeLine({ schema: 1, ...run });
    return journal;
  }

  /**
   * Go on with a journal. A last line that isn't whole is dropped.
   * @returns `null` if there is none
   * @throws {InputError} if it is of a different run
   * @throws {OutputError} if it can't be written
   */
  static async resume(path: string, run: RunDescription): Promise<Journal | null> {
    const file = await open(path, 'r+').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return null;
      throw new OutputError(`${path} can't be written (${cause.code})`, { cause });
    });
    if (file === null) return null;
    let end: number;
    try {
      end = await wholeLines(file);
      await file.truncate(end);
    } finally {
      await file.close();
    }
    if (end === 0) return null;
    const lines = createInterface(createReadStream(path, { end: end - 1 }))[Symbol.asyncIterator]();
    const { value } = await lines.next();
    const { schema, ...before } = parse(value, path) as RunDescription & { schema: number };
    const problem = schema === 1 ? runDifference(before, run) : 'is of another version';
    if (problem !== null) throw new InputError(`${path} ${problem}; leave out --resume to begin again`);
    return new Journal(path, await openStream(path, 'a'), entries(lines, path));
  }

  /** The next recorded entry, without taking it; `null` after the last. */
  peek(): Promise<JournalEntry | null> {
    this.#next ??= this.#recorded.next().then(({ value, done }) => (done ? null : value));
    return this.#next;
  }

  /** Take the next recorded entry. */
  async take(): Promise<JournalEntry | null> {
    const entry = await this.peek();
    if (entry !== null) this.#next = null;
    return entry;
  }

  /** Record another entry. */
  async write(entry: JournalEntry): Promise<void> {
    this.#isEmpty = false;
    await this.#writeLine(entry);
  }

  async #writeLine(value: object): Promise<void> {
    const fail = (cause: NodeJS.ErrnoException): never => {
      throw new OutputError(`${this.path} can't be written (${cause.code ?? cause})`, { cause });
    };
    if (this.#stream.errored) fail(this.#stream.errored);
    if (!this.#stream.write(`${JSON.stringify(value)}\n`)) await once(this.#stream, 'drain').catch(fail);
  }

  /**
   * Leave the journal for another run.
   * @returns whether there is anything in it; otherwise it is removed
   */
  async keep(): Promise<boolean> {
    if (this.#isEmpty) await this.discard();
    else await this.#close();
    return !this.#isEmpty;
  }

  /** Remove it: the run is complete. */
  async discard(): Promise<void> {
    await this.#close();
    await rm(this.path, { force: true });
  }

  async #close(): Promise<void> {
    this.#stream.end();
    if (!this.#stream.closed) await once(this.#stream, 'close');
  }
}

async function* nothing(): AsyncGenerator<JournalEntry> {}

async function* entries(lines: AsyncIterator<string>, path: string): AsyncGenerator<JournalEntry> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) return;
    yield parse(value, path) as JournalEntry;
  }
}

function parse(line: string, path: string): object {
  try {
    const value = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value;
    throw new TypeError('a line is no object');
  } catch (cause) {
    throw new InputError(`${path} is damaged; leave out --resume to begin again`, { cause });
  }
}

async function openStream(path: string, flags: 'w' | 'a'): Promise<WriteStream> {
  const stream = createWriteStream(path, { flags });
  await once(stream, 'open').catch((cause: NodeJS.ErrnoException) => {
    throw new OutputError(`${path} can't be written (${cause.code})`, { cause });
  });
  return stream;
}

/** Length of a file up to its last line feed, bytes. */
async function wholeLines(file: Awaited<ReturnType<typeof open>>): Promise<number> {
  const chunk = Buffer.alloc(64 * 1024);
  let end = (await file.stat()).size;
  while (end > 0) {
    const start = Math.max(0, end - chunk.length);
    const { bytesRead } = await file.read(chunk, 0, end - start, start);
    const feed = chunk.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (feed >= 0) return start + feed + 1;
    end = start;
  }
  return 0;
}
