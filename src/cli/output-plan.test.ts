import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planOutputs } from './output-plan.js';

const inputs = (...paths: string[]) => paths.map((path) => ({ path, subfolder: '' }));
const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path.replaceAll('\\', '/'));

test('a file takes the results of all videos, a folder a file for each', async () => {
  const plan = await planOutputs({ csv: 'all.csv', jsonl: 'out/', srt: 'src' }, inputs('x/a.mp4', 'b.mkv'));
  expect(plan.shared).toEqual([{ kind: 'csv', path: 'all.csv' }]);
  expect(plan.own.map(paths)).toEqual([
    ['out/a.jsonl', 'src/a.srt'],
    ['out/b.jsonl', 'src/b.srt'],
  ]);
  expect(plan.bases).toEqual(['all.csv', join('out', 'videos'), join('src', 'videos')]);
});

test.skipIf(process.platform === 'win32')('nothing is kept beside a pipe or a device', async () => {
  for (const csv of ['-', '/dev/null', '/dev/fd/1', '/proc/self/fd/1']) {
    expect((await planOutputs({ csv }, inputs('a.mp4'))).bases).toEqual([]);
  }
});

test('files keep the folder of their video, and no two are the same', async () => {
  const videos = [
    { path: 'clips/film/p.mp4', subfolder: 'film' },
    { path: 'clips/control/p.mp4', subfolder: 'control' },
    ...inputs('p.mp4', 'other/P.mov', 'p-2.mp4'),
  ];
  const { own, bases } = await planOutputs({ parquet: 'out/' }, videos);
  expect(own.flatMap(paths)).toEqual([
    'out/film/p.parquet',
    'out/control/p.parquet',
    'out/p.parquet',
    'out/P-2.parquet',
    'out/p-2-2.parquet',
  ]);
  expect(bases).toEqual([join('out', 'videos')]);
});

test('an address gives a file name without what a file system forbids', async () => {
  const streams = inputs('-', 'rtsp://camera.local:554/', 'https://a.org/b/c%20d.m3u8?key=1');
  expect((await planOutputs({ csv: 'out/' }, streams)).own.flatMap(paths)).toEqual([
    'out/stdin.csv',
    'out/camera.local.csv',
    'out/c_20d.csv',
  ]);
});

test('a marked video keeps its container where that can be written', async () => {
  const { own } = await planOutputs({ annotate: 'out/' }, inputs('a.mov', 'b.MP4', 'c.avi'));
  expect(own.flatMap(paths)).toEqual(['out/a.mov', 'out/b.MP4', 'out/c.mkv']);
});

test('nothing is kept beside standard output', async () => {
  expect(await planOutputs({ csv: '-', json: true }, inputs('a.mp4'))).toEqual({
    shared: [
      { kind: 'jsonl', path: '-' },
      { kind: 'csv', path: '-' },
    ],
    own: [[]],
    bases: [],
  });
  expect((await planOutputs({ csv: '-', summary: 's.json' }, inputs('a.mp4'))).bases).toEqual(['s.json']);
});
