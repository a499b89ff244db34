import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXPRESSIONS } from '../../core/expression/labels.js';
import { type MajorityOptions, readFerPlusRows } from './ferplus-csv.js';

const HEADER = 'Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-ferplus-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function majorities(...rows: string[]) {
  return majoritiesWith({}, ...rows);
}

async function majoritiesWith(options: MajorityOptions, ...rows: string[]) {
  const path = join(folder, 'fer2013new.csv');
  await writeFile(path, rows.join('\n'));
  const read = await readFerPlusRows(path, options);
  return read.map(({ majority }) => (majority === null ? null : EXPRESSIONS[majority]));
}

describe('readFerPlusRows', () => {
  it('takes the expression that most annotators chose, and the first of several', async () => {
    expect(
      await majorities(
        HEADER,
        'Training,fer0000000.png,4,0,0,1,3,2,0,0,0,0',
        'Training,fer0000001.png,0,0,1,0,0,0,9,0,0,0',
        'PublicTest,fer0000002.png,0,5,5,0,0,0,0,0,0,0',
        'PublicTest,fer0000003.png,0,0,0,0,0,6,0,0,4,0',
      ),
    ).toEqual(['neutral', 'fear', 'happy', 'disgust']);
  });

  it('has no answer where most chose none of the seven, or nobody voted', async () => {
    expect(
      await majorities(
        HEADER,
        'Training,fer0000000.png,2,0,0,0,0,0,0,8,0,0',
        'Training,fer0000001.png,4,0,0,0,0,0,0,0,6,0',
        'Training,,0,0,0,0,0,0,0,0,0,10',
        'Training,,0,0,0,0,0,0,0,0,0,0',
      ),
    ).toEqual([null, null, null, null]);
  });

  it('can ask that more than half agree, lone votes being slips', async () => {
    expect(
      await majoritiesWith(
        { agreed: true },
        HEADER,
        'Training,,4,0,0,1,3,1,1,0,0,0', // 4 of the 7 that count
        'Training,,5,5,0,0,0,0,0,0,0,0',
        'Training,,4,2,2,2,0,0,0,0,0,0',
        'Training,,1,1,1,1,1,1,1,1,1,1',
        'Training,,0,0,0,0,0,0,0,9,1,0',
      ),
    ).toEqual(['neutral', null, null, null, null]);
  });

  it('finds the columns by name', async () => {
    expect(
      await majorities(
        'NF,unknown,contempt,fear,disgust,anger,sadness,surprise,happiness,neutral',
        '0,0,0,0,0,7,0,0,3,0',
      ),
    ).toEqual(['angry']);
  });

  it.each([
    [
      ['emotion,pixels,Usage', '0,1 2 3,Training'],
      /line 1: the header has no column "neutral"; FER\+'s votes are in/,
    ],
    [[HEADER, 'Training,a.png,x,0,0,0,0,0,0,0,0,0'], /line 2: votes must be whole numbers, got "x"/],
    [[HEADER, 'Training,a.png,1,0'], /line 2: 12 fields are expected, as in the header, got 4/],
    [[HEADER], /there is no row of votes/],
  ])('says what is wrong with %j', async (rows, message) => {
    await expect(majorities(...rows)).rejects.toThrow(message);
  });

  it('says that a file is missing', async () => {
    await expect(readFerPlusRows(join(folder, 'absent.csv'))).rejects.toThrow(/absent\.csv/);
  });
});
