import { once } from 'node:events';
import { createReadStream, type ReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from '../../core/errors.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

// A FER2013 row has at most 2,304 four-byte pixels: 9 kB. What has no line end in 64 KiB is another kind of file.
const LONGEST_LINE = 64 * 1024;

export interface ReadLinesOptions {
  /** Called for every chunk with the bytes that were read of the file so far (compressed ones of a .gz). */
  readonly onBytesRead?: (bytes: number) => void;
}

/**
 * Read a text file line by line, without the line ends (LF or CRLF), in memory that doesn't depend on its size. A file
 * that begins with gzip's magic bytes is decompressed, whatever its name.
 *
 * `node:readline` would do, but it loses the errors of its input and buffers a line of any length.
 * @throws {InputError} if the file can't be read or decompressed, or a line is longer than 64 KiB
 */
export async function* readLines(path: string, options: ReadLinesOptions = {}): AsyncGenerator<string> {
  const source = createReadStream(path, { highWaterMark: 256 * 1024 });
  let lineNumber = 1;
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of await decompressed(source)) {
      options.onBytesRead?.(source.bytesRead);
      const text: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = text.indexOf(LINE_FEED); end !== -1; end = text.indexOf(LINE_FEED, start)) {
        yield decodeLine(text.subarray(start, end));
        start = end + 1;
        lineNumber += 1;
      }
      rest = text.subarray(start);
      if (rest.length > LONGEST_LINE) {
        throw new InputError(`${path}: line ${lineNumber} is longer than 64 KiB; is this a CSV file?`);
      }
    }
    if (rest.length > 0) yield decodeLine(rest);
  } catch (error) {
    throw asInputError(path, error);
  } finally {
    source.destroy();
  }
}

async function decompressed(source: ReadStream): Promise<Readable> {
  await once(source, 'readable');
  const head: Buffer | null = source.read();
  if (head === null) return source;
  source.unshift(head);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return source;
  // The error reaches the reader of the gunzip stream, which pipeline destroys with it.
  return pipeline(source, createGunzip({ chunkSize: 256 * 1024 }), () => {});
}

function decodeLine(bytes: Buffer): string {
  const end =
    bytes.length > 0 && bytes[bytes.length - 1] === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
  return bytes.toString('utf8', 0, end);
}

function asInputError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return new InputError(`${path}: no such file`, { cause: error });
  if (code === 'Z_BUF_ERROR') return new InputError(`${path}: the gzip file is cut off`, { cause: error });
  if (code.startsWith('Z_')) return new InputError(`${path}: the gzip file is damaged`, { cause: error });
  // What a consumer throws into the generator, and our own InputError, pass as they are.
  return code.startsWith('E') ? new InputError(`${path}: can't be read (${code})`, { cause: error }) : error;
}
