import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FrameResult } from '../../src/core/index.js';
import { constantRate, makeVideo } from '../support/make-video.js';
import { killInTheMiddle, ROOT, runCli } from '../support/run-cli.js';

/** Two conditions with a video each, named alike; one more that breaks off, and one that can't be read. */
let folder: string;
const path = (name: string) => join(folder, name);
const run = (...args: string[]) => runCli(args, { cwd: folder });
const files = (name: string) =>
  readdirSync(path(name), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.\w+$/.test(file))
    .sort();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-videos-'));
  for (const condition of ['clips/film', 'clips/control']) mkdirSync(path(condition), { recursive: true });
  cpSync(`${ROOT}samples/clip.mp4`, path('clips/film/p1.mp4'));
  makeVideo(path('clips/control/p1.MP4'), { times: constantRate(10, 25) });
  makeVideo(path('clips/control/p2.mkv'), { times: constantRate(100, 25) });
  const whole = readFileSync(path('clips/control/p2.mkv'));
  writeFileSync(path('clips/control/p2.mkv'), whole.subarray(0, whole.length / 4));
  writeFileSync(path('clips/broken.mov'), 'not a video\n'.repeat(100));
  writeFileSync(path('clips/notes.txt'), 'not looked at\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const READ = ['--fps', '4', '--end', '3'];

test('a folder of videos gives a folder of results, whose conditions a report compares', async () => {
  const { code, stdout, stderr } = await run(
    'video',
    'clips',
    '-r',
    ...READ,
    '--csv',
    'out/',
    '--vtt',
    'out/',
  );
  expect(code).toBe(3);
  expect(files('out')).toEqual([
    'control/p1.csv',
    'control/p1.vtt',
    'control/p2.csv',
    'control/p2.vtt',
    'film/p1.csv',
    'film/p1.vtt',
  ]);
  expect(stdout.match(/frames read/g)).toHaveLength(3);
  const lines = stderr.trim().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^affect-detect: clips\/broken\.mov isn't a video that can be read/),
    expect.stringMatching(/^affect-detect: warning: clips\/control\/p2\.mkv breaks off/),
    "affect-detect: of 4 inputs, 1 couldn't be read and 1 broke off",
  ]);

  const report = await run('report', 'out', '-r', '--group-by', 'folder', '--json');
  expect([report.code, report.stderr]).toEqual([0, '']);
  const { recordings } = JSON.parse(report.stdout);
  expect(recordings.map(({ name, group }: Record<string, string>) => [name, group])).toEqual([
    ['clips/control/p1.MP4', 'control'],
    ['clips/control/p2.mkv', 'control'],
    ['clips/film/p1.mp4', 'film'],
  ]);
});

test('one table of several videos says which is which, and a report compares them by their folders', async () => {
  const { code } = await run('video', 'clips/*/p1.*', ...READ, '--csv', 'all.csv', '--summary', 'all.json');
  expect(code).toBe(0);
  const { recordings } = JSON.parse(
    (await run('report', 'all.csv', '--group-by', 'folder', '--json')).stdout,
  );
  expect(recordings.map(({ name, group }: Record<string, string>) => [name, group])).toEqual([
    ['clips/control/p1.MP4', 'control'],
    ['clips/film/p1.mp4', 'film'],
  ]);
  const { videos } = JSON.parse(readFileSync(path('all.json'), 'utf8'));
  expect(videos.map(({ source }: { source: string }) => source)).toEqual([
    'clips/control/p1.MP4',
    'clips/film/p1.mp4',
  ]);
});

test('lines on stdout name their video, and a marked video is written for each', async () => {
  const args = ['clips/control/p1.MP4', 'clips/film', '--fps', '4', '--end', '0.5'];
  const { code, stdout } = await run('video', ...args, '--json', '--annotate', 'marked/');
  expect(code).toBe(0);
  const sources = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as FrameResult).source);
  expect(sources).toEqual([
    'clips/control/p1.MP4',
    'clips/control/p1.MP4',
    'clips/film/p1.mp4',
    'clips/film/p1.mp4',
  ]);
  expect(files('marked')).toEqual(['p1-2.mp4', 'p1.MP4']);
  const again = await run('video', 'marked', '--fps', '4', '--summary', 'marked.json');
  expect([again.code, again.stderr]).toEqual([0, '']);
});

test('a killed run over several videos that is resumed leaves the files of an unbroken one', async () => {
  const command = (name: string) => [
    'video',
    'clips/control',
    'clips/film',
    '--end',
    '3',
    '--csv',
    `${name}/`,
  ];
  const journal = path('killed/videos.resume');
  // In the middle of the last video.
  const isMiddle = () => existsSync(journal) && readFileSync(journal, 'utf8').includes('"timestamp":1,');
  await killInTheMiddle(command('killed'), {
    cwd: folder,
    isMiddle,
    wasMiddle: () => isMiddle() && !existsSync(path('killed/p1-2.csv')),
    clean: () => rmSync(path('killed'), { recursive: true, force: true }),
  });
  expect(files('killed')).toEqual(['p1-2.csv.partial', 'p1.csv', 'p2.csv', 'videos.resume']);

  const other = await run(...command('killed'), '--resume', 'clips/broken.mov');
  expect(other.code).toBe(3);
  expect(other.stderr).toContain('was made from other videos');

  expect((await run(...command('killed'), '--resume')).code).toBe(6);
  expect((await run(...command('unbroken'))).code).toBe(6);
  expect(files('killed')).toEqual(['p1-2.csv', 'p1.csv', 'p2.csv']);
  for (const name of files('killed')) {
    expect(readFileSync(path(`killed/${name}`), 'utf8')).toBe(readFileSync(path(`unbroken/${name}`), 'utf8'));
  }
});

test.each([
  [['clips/*.avi'], 'clips/*.avi matches no file'],
  [['clips/none.mp4'], "clips/none.mp4 doesn't exist"],
  [['out.d'], 'out.d has no videos (--recursive looks in its folders too)'],
])('%j: one line, exit code 3, and nothing is written', async (inputs, message) => {
  mkdirSync(path('out.d'), { recursive: true });
  const { code, stderr } = await run('video', ...inputs, '--csv', 'nothing.csv');
  expect([code, stderr]).toEqual([3, `affect-detect: ${message}\n`]);
  expect(readdirSync(folder).filter((name) => name.startsWith('nothing'))).toEqual([]);
});

test('a folder that cannot be made is refused before any work', async () => {
  const { code, stdout, stderr } = await run('video', 'clips/film', '--csv', 'clips/notes.txt/');
  expect([code, stdout, stderr]).toEqual([5, '', 'affect-detect: clips/notes.txt is a file, not a folder\n']);
});

test('a marked video never replaces its original', async () => {
  const { code, stderr } = await run('video', 'clips/film', '--annotate', 'clips/film');
  expect(code).toBe(2);
  expect(stderr).toContain("clips/film/p1.mp4 can't be written: it is a video that is read");
});
