import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../core/errors.js';
import { type Fer2013CsvOptions, type Fer2013Sample, readFer2013Csv } from './fer2013-csv.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-fer-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function read(content: string | Uint8Array, options?: Fer2013CsvOptions): Promise<Fer2013Sample[]> {
  const path = join(folder, `${files++}.csv`);
  await writeFile(path, content);
  return collect(path, options);
}

async function collect(path: string, options?: Fer2013CsvOptions): Promise<Fer2013Sample[]> {
  const samples: Fer2013Sample[] = [];
  for await (const sample of readFer2013Csv(path, options)) samples.push(sample);
  return samples;
}

/** A picture whose first pixel is `first` and whose others count up. */
function pixels(first = 0): string {
  return [first, ...Array.from({ length: 2303 }, (_, i) => (i + 1) % 256)].join(' ');
}

const HEADER = 'emotion,pixels,Usage';

describe('readFer2013Csv', () => {
  it('reads the public layout', async () => {
    const samples = await read(`${HEADER}\n3,${pixels(9)},Training\n6,${pixels(8)},PublicTest\n`);
    expect(samples.map(({ label, usage, row }) => ({ label, usage, row }))).toEqual([
      { label: 3, usage: 'Training', row: 0 },
      { label: 6, usage: 'PublicTest', row: 1 },
    ]);
    expect(samples[0].pixels).toHaveLength(48 * 48);
    expect([...samples[0].pixels.subarray(0, 4)]).toEqual([9, 1, 2, 3]);
    expect(samples[1].pixels[0]).toBe(8);
  });

  it.each([
    ['CRLF', `${HEADER}\r\n3,${pixels()},Training\r\n`],
    ['quotes', `"emotion","pixels","Usage"\n"3","${pixels()}","Training"\n`],
    [
      'another order and blanks in the header, as icml_face_data.csv',
      `emotion, Usage, pixels\n3,Training,${pixels()}\n`,
    ],
    ['more columns', `id,${HEADER}\nx,3,${pixels()},Training\n`],
    ['a byte order mark', `\uFEFF"emotion",pixels,Usage\n3,${pixels()},Training`],
    ['blank lines', `${HEADER}\n\n3,${pixels()},Training\n\n`],
    ['gzip', gzipSync(`${HEADER}\n3,${pixels()},Training\n`)],
  ])('reads a file with %s', async (_, content) => {
    const [sample, ...others] = await read(content, { split: 'Training' });
    expect(others).toEqual([]);
    expect(sample).toMatchObject({ label: 3, usage: 'Training', row: 0 });
    expect(sample.pixels[2303]).toBe(2303 % 256);
  });

  it('reads only the rows of a split, and counts the others', async () => {
    const content = `${HEADER}\n0,${pixels()},Training\n1,${pixels()},PrivateTest\n2,${pixels()},PublicTest\n`;
    expect(await read(content, { split: 'PublicTest' })).toMatchObject([{ label: 2, row: 2 }]);
  });

  it('does without a Usage column where no split is asked for', async () => {
    const content = `emotion,pixels\n4,${pixels()}\n`;
    expect(await read(content)).toMatchObject([{ label: 4, usage: null }]);
    await expect(read(content, { split: 'Training' })).rejects.toThrow(
      /line 1: the header has no column "usage"/,
    );
  });

  it('gives every sample pixels of its own', async () => {
    const [first, second] = await read(`${HEADER}\n0,${pixels(1)},\n0,${pixels(2)},\n`);
    expect([first.pixels[0], second.pixels[0]]).toEqual([1, 2]);
  });

  it.each([
    ['an empty file', '', 'the file is empty'],
    ['a header alone', HEADER, 'there is a header and no row'],
    ['another table', 'name,age\nx,3\n', 'line 1: the header has no column "emotion"; it reads: name, age'],
    [
      'a missing field',
      `${HEADER}\n3,${pixels()}\n`,
      'line 2: 3 fields are expected, as in the header, got 2',
    ],
    [
      'pixels split by commas',
      `${HEADER}\n3,1,2,3,Training\n`,
      'line 2: 3 fields are expected, as in the header, got 5',
    ],
    [
      'an open quote',
      `${HEADER}\n3,"1 2,Training\n`,
      'line 2: a quoted field is not closed, or text follows it',
    ],
    [
      'a label too many',
      `${HEADER}\n7,${pixels()},Training`,
      'line 2: emotion must be a whole number from 0 to 6, got "7"',
    ],
    [
      'a label as a word',
      `${HEADER}\nsad,${pixels()},x`,
      'line 2: emotion must be a whole number from 0 to 6, got "sad"',
    ],
    ['no label', `${HEADER}\n,${pixels()},x`, 'line 2: emotion must be a whole number from 0 to 6, got ""'],
    [
      'too few pixels, after a blank line',
      `${HEADER}\n\n3,1 2 3,x`,
      'line 3: 2304 pixels are expected, got 3',
    ],
    [
      'a pixel out of range',
      `${HEADER}\r\n3,${pixels()},x\r\n3,${pixels(300)},x`,
      'line 3: pixel 1 must be a whole number from 0 to 255, got "300"',
    ],
  ])('refuses %s and says where', async (_, content, message) => {
    const error = await read(content).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(`.csv: ${message}`);
  });

  it('says which splits there are where the one asked for is not', async () => {
    const content = `${HEADER}\n0,${pixels()},Training\n1,${pixels()},Training\n1,${pixels()},PublicTest\n`;
    await expect(read(content, { split: 'PrivateTest' })).rejects.toThrow(
      'no row has the Usage PrivateTest; there are Training (2), PublicTest (1)',
    );
  });

  it('refuses a file that does not exist', async () => {
    await expect(collect(join(folder, 'none.csv'))).rejects.toThrow(InputError);
  });
});
