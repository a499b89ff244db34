import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../core/errors.js';
import { readLines } from './read-lines.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-lines-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const collected: string[] = [];
  for await (const line of lines) collected.push(line);
  return collected;
}

describe('readLines', () => {
  it.each([
    ['LF', 'a\nb\n', ['a', 'b']],
    ['CRLF', 'a\r\nb\r\n', ['a', 'b']],
    ['no end of the last line', 'a\nb', ['a', 'b']],
    ['blank lines', 'a\n\n\r\nb', ['a', '', '', 'b']],
    ['nothing', '', []],
    ['letters beyond ASCII', 'ä€\n😀', ['ä€', '😀']],
  ])('reads %s', async (name, content, lines) => {
    expect(await collect(readLines(await write(`${name}.txt`, content)))).toEqual(lines);
  });

  it('puts lines together that span chunks, plain and compressed', async () => {
    const lines = Array.from({ length: 400 }, (_, i) => `${i} ${'é'.repeat(3000)}`);
    const plain = await write('long.csv', lines.join('\r\n'));
    const compressed = await write('long.csv.gz', gzipSync(lines.join('\n')));
    expect(await collect(readLines(plain))).toEqual(lines);
    expect(await collect(readLines(compressed))).toEqual(lines);
  });

  it('knows gzip by its first bytes, not by its name', async () => {
    expect(await collect(readLines(await write('unnamed.csv', gzipSync('a\nb'))))).toEqual(['a', 'b']);
    expect(await collect(readLines(await write('plain.csv.gz', 'a\nb')))).toEqual(['a', 'b']);
  });

  it('tells how many bytes of the file it has read, up to all of them', async () => {
    const seen: number[] = [];
    const path = await write('counted.csv', 'x\n'.repeat(500_000));
    for await (const _ of readLines(path, { onBytesRead: (bytes) => seen.push(bytes) }));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toBe(1_000_000);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('may be left early', async () => {
    for await (const line of readLines(join(folder, 'long.csv'))) {
      expect(line.startsWith('0 ')).toBe(true);
      break;
    }
  });

  it.each([
    ['missing.csv', null, 'no such file'],
    ['cut.csv.gz', gzipSync('a\n'.repeat(1000)).subarray(0, 20), 'the gzip file is cut off'],
    ['damaged.csv.gz', gzipSync('abc\n'.repeat(1000)).fill(7, 12), 'the gzip file is damaged'],
    ['binary.csv', new Uint8Array(400_000), 'line 1 is longer than 64 KiB; is this a CSV file?'],
  ])('throws an InputError for %s', async (name, content, message) => {
    const path = content === null ? join(folder, name) : await write(name, content);
    const error = await collect(readLines(path)).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(`${path}: ${message}`);
  });

  it('throws an InputError for a folder', async () => {
    await expect(collect(readLines(folder))).rejects.toThrow(
      new InputError(`${folder}: can't be read (EISDIR)`),
    );
  });
});
