import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { captureStdout } from '../../../test/support/capture-stdout.js';
import { InputError } from '../../core/index.js';
import { evaluateCommand } from './evaluate.js';

let folder: string;
let csv: string;
let pictures: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-evaluate-'));
  csv = join(folder, 'fer.csv');
  const row = (label: number, usage: string) =>
    `${label},${Array.from({ length: 2304 }, (_, i) => (i * (label + 3)) % 256).join(' ')},${usage}`;
  const rows = [row(0, 'Training'), row(3, 'PublicTest'), row(3, 'PublicTest'), row(6, 'PublicTest')];
  await writeFile(csv, ['emotion,pixels,Usage', ...rows, ''].join('\n'));
  pictures = join(folder, 'pictures');
  for (const name of ['Happy', 'sadness']) {
    await mkdir(join(pictures, name), { recursive: true });
    const grey = sharp({ create: { width: 70, height: 50, channels: 3, background: '#808080' } });
    await grey.png().toFile(join(pictures, name, 'grey.png'));
  }
});
afterAll(() => rm(folder, { recursive: true }));
const listeners = process.listeners('SIGINT');
afterEach(() => {
  vi.restoreAllMocks();
  // A command listens to Ctrl-C until its process ends.
  for (const listener of process.listeners('SIGINT')) {
    if (!listeners.includes(listener)) process.off('SIGINT', listener);
  }
});

/** Run the command and return what it wrote to stdout. */
async function evaluate(...args: string[]): Promise<string> {
  const write = captureStdout();
  const command = evaluateCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  await command.parseAsync([...args, '--threads', '1'], { from: 'user' });
  const text = write.mock.calls.map(([chunk]) => String(chunk)).join('');
  write.mockRestore();
  return text;
}

describe('affect-detect evaluate', () => {
  it('prints one JSON object with every figure of a split', async () => {
    const result = JSON.parse(await evaluate(csv, '--split', 'PublicTest', '--json', '--batch', '2'));
    expect(Object.keys(result)).toEqual([
      'n',
      'accuracy',
      'interval95',
      'macroF1',
      'perClass',
      'confusion',
      'labels',
      'logLoss',
      'ece',
      'threshold',
      'named',
      'accuracyNamed',
      'msPerFace',
      'model',
      'head',
      'truth',
      'agreed',
      'split',
      'dataset',
      'backend',
    ]);
    expect(result).toMatchObject({ n: 3, head: 'fer2013', split: 'PublicTest', dataset: csv });
    expect(result.perClass.happy.support).toBe(2);
    expect(result.perClass.angry.support).toBe(0);
    expect(result.msPerFace).toBeGreaterThan(0);
  });

  it('gives the same figures whatever the batch', async () => {
    const { msPerFace: _, ...one } = JSON.parse(await evaluate(csv, '--json', '--batch', '1'));
    const { msPerFace: __, ...many } = JSON.parse(await evaluate(csv, '--json'));
    expect(many.confusion).toEqual(one.confusion);
    expect(many.logLoss).toBeCloseTo(one.logLoss, 4);
  });

  it('answers with the labels that are asked for', async () => {
    const fer2013 = JSON.parse(await evaluate(csv, '--json'));
    const ferplus = JSON.parse(await evaluate(csv, '--json', '--labels', 'ferplus'));
    expect(ferplus.head).toBe('ferplus');
    expect(ferplus.logLoss).not.toBe(fer2013.logLoss);
  });

  it("takes the majority of FER+'s votes as the truth, and leaves out faces without one", async () => {
    const votes = join(folder, 'fer2013new.csv');
    const rows = [
      'Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF',
      'Training,a.png,10,0,0,0,0,0,0,0,0,0',
      'PublicTest,b.png,0,9,0,0,0,0,0,0,1,0',
      'PublicTest,c.png,0,0,0,0,0,0,0,0,0,10',
      'PublicTest,d.png,0,0,2,4,2,0,2,0,0,0',
    ];
    await writeFile(votes, rows.join('\n'));
    const result = JSON.parse(await evaluate(csv, '--json', '--split', 'PublicTest', '--votes', votes));
    expect(result).toMatchObject({ n: 2, head: 'ferplus', truth: votes, agreed: false });
    expect([result.perClass.happy.support, result.perClass.sad.support]).toEqual([1, 1]);

    const agreed = JSON.parse(
      await evaluate(csv, '--json', '--split', 'PublicTest', '--votes', votes, '--agreed'),
    );
    expect(agreed).toMatchObject({ n: 1, agreed: true });
    expect(agreed.perClass.happy.support).toBe(1);

    const short = join(folder, 'short.csv');
    await writeFile(short, rows.slice(0, 2).join('\n'));
    await expect(evaluate(csv, '--votes', short)).rejects.toThrow(
      /short\.csv has votes on other rows than those of .*fer\.csv/,
    );
  });

  it('prints tables unless asked for JSON, and stops at the limit', async () => {
    const text = stripVTControlCharacters(await evaluate(csv, '--limit', '2'));
    expect(text).toMatch(/fer\.csv: 2 faces, model .*, labels fer2013, backend/);
    expect(text).toContain('true \\ predicted');
  });

  it('reads a folder of pictures as they are', async () => {
    const result = JSON.parse(await evaluate(pictures, '--json'));
    expect(result).toMatchObject({ n: 2, split: null });
    expect([result.perClass.happy.support, result.perClass.sad.support]).toEqual([1, 1]);
    expect(result).not.toHaveProperty('noFace');
  });

  it('says so where --detect finds no face at all', async () => {
    await expect(evaluate(pictures, '--detect')).rejects.toThrow(
      new InputError(`${pictures}: no face was found in any of its pictures`),
    );
  });

  it('refuses a data set that is not there', async () => {
    const path = join(folder, 'none.csv');
    await expect(evaluate(path)).rejects.toThrow(new InputError(`${path} doesn't exist`));
  });

  it.each([
    ['--split of a folder', () => [pictures, '--split', 'Training'], /--split is for a FER2013 file/],
    ['--detect in a file', () => [csv, '--detect'], /--detect is for a folder/],
    ['--agreed without votes', () => [csv, '--agreed'], /--agreed counts votes: give them with --votes/],
    [
      'an unknown part',
      () => [csv, '--split', 'Test'],
      /Allowed choices are Training, PublicTest, PrivateTest/,
    ],
    ['unknown labels', () => [csv, '--labels', 'affectnet'], /Allowed choices are fer2013, ferplus/],
    ['a batch too large', () => [csv, '--batch', '5000'], /It must be at most 1024/],
    ['a face detector as the model', () => [csv, '--model', 'face-starter'], /is a model for face-detection/],
  ])('refuses %s as a wrong command line', async (_, args, message) => {
    const error = await evaluate(...args()).catch((thrown) => thrown);
    expect(error.name).toBe('CommanderError');
    expect(error.message).toMatch(message);
  });
});
