import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expandPaths, PICTURES, VIDEOS } from './input-paths.js';

let folder: string;
const path = (name: string) => join(folder, name);
const below = (files: readonly { path: string; subfolder: string }[]) =>
  files.map(({ path, subfolder }) => [path.slice(folder.length + 1).replaceAll(sep, '/'), subfolder]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-inputs-'));
  await mkdir(path('film'));
  await mkdir(path('control/day 1'), { recursive: true });
  for (const name of ['b.mp4', 'a.MKV', 'a.jpg', 'film/p.webm', 'control/day 1/p.webm', 'odd[1].mp4']) {
    await writeFile(path(name), '');
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const expand = (inputs: readonly string[], recursive = false) =>
  expandPaths(inputs, VIDEOS, { recursive, isVerbatim: (input) => input === '-' });

test('a folder gives its files of the kind, sorted, whatever the case of their endings', async () => {
  const { files, problems } = await expand([folder]);
  expect(below(files)).toEqual([
    ['a.MKV', ''],
    ['b.mp4', ''],
    ['odd[1].mp4', ''],
  ]);
  expect(problems).toEqual([]);
  expect(below((await expandPaths([folder], PICTURES, { recursive: false })).files)).toEqual([['a.jpg', '']]);
});

test('files below say in which folder they are, for a folder and for a pattern', async () => {
  expect(below((await expand([folder], true)).files)).toContainEqual([
    'control/day 1/p.webm',
    join('control', 'day 1'),
  ]);
  expect(below((await expand([path('*/**/*.webm')])).files)).toEqual([
    ['control/day 1/p.webm', join('control', 'day 1')],
    ['film/p.webm', 'film'],
  ]);
  expect(below((await expand([path('film/p.webm')])).files)).toEqual([['film/p.webm', '']]);
});

test('nothing comes twice, the order is that of the inputs, and a name with brackets is a name', async () => {
  const { files } = await expand([path('odd[1].mp4'), '-', path('b.*'), path('b.mp4'), path('odd[1].mp4')]);
  expect(files.map((file) => file.path)).toEqual([path('odd[1].mp4'), '-', path('b.mp4')]);
});

test('a folder may have brackets and other signs of patterns in its name', async () => {
  for (const name of ['Holiday (1)', 'raw [x]', '!bang', '{a,b}']) {
    await mkdir(path(`signs/${name}`), { recursive: true });
    await writeFile(path(`signs/${name}/p.mp4`), '');
    const { files, problems } = await expand([path(`signs/${name}`)]);
    expect([below(files), problems]).toEqual([[[`signs/${name}/p.mp4`, '']], []]);
  }
  const { files } = await expand([path('signs')], true);
  expect(files).toHaveLength(4);
  const escaped = join(folder, 'signs', 'raw \\[x\\]', '*.mp4');
  if (sep === '/') expect(below((await expand([escaped])).files)).toEqual([['signs/raw [x]/p.mp4', '']]);
  await rm(path('signs'), { recursive: true });
});

test('each input that gives nothing has a line', async () => {
  const { files, problems } = await expand([path('none'), path('control'), path('*.avi')]);
  expect(files).toEqual([]);
  expect(problems).toEqual([
    `${path('none')} doesn't exist`,
    `${path('control')} has no videos (--recursive looks in its folders too)`,
    `${path('*.avi')} matches no file`,
  ]);
});
