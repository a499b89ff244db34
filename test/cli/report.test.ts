import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOfFrame } from '../../src/core/timeline/face-row.js';
import { jsonLine } from '../../src/core/timeline/json.js';
import { Timeline } from '../../src/core/timeline/timeline.js';
import type { FrameResult } from '../../src/core/types.js';
import { FaceParquetWriter } from '../../src/formats/parquet-writer.js';
import { collect } from '../support/async.js';
import { faceOf, frameOf } from '../support/frame-results.js';
import { runCli } from '../support/run-cli.js';
import { syntheticRecording } from '../support/synthetic-recording.js';
import { writeRecordingCsv } from '../support/write-recording.js';

const OPTIONS = { seconds: 30, faces: 2, source: 'a.mp4' };
let folder: string;
let frames: FrameResult[];
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-'));
  frames = await collect(syntheticRecording(OPTIONS));
  await writeRecordingCsv(path('a.csv'), OPTIONS);
  await writeFile(path('a.jsonl'), frames.map((frame) => `${jsonLine(frame)}\n`).join(''));
  const pieces: Uint8Array[] = [];
  const writer = new FaceParquetWriter((bytes) => void pieces.push(bytes), {
    extraColumns: ['condition'],
    metadata: { 'affect-detect.model': 'expression-x' },
  });
  for (const [i, frame] of frames.entries()) {
    const condition = i < 150 ? 'before' : 'after';
    for (const row of rowsOfFrame(frame, i)) await writer.append({ ...row, condition });
  }
  await writer.finish();
  await writeFile(path('a.parquet'), Buffer.concat(pieces));
  for (const group of ['film', 'control']) {
    await mkdir(path(group));
    await writeRecordingCsv(path(`${group}/p.csv`), { ...OPTIONS, faces: 1 });
  }
  await mkdir(path('pair'));
  for (const name of ['a.csv', 'a.jsonl']) await copyFile(path(name), path(`pair/${name}`));
  await Promise.all([
    writeFile(path('empty.csv'), ''),
    writeFile(path('header.csv'), (await readFile(path('a.csv'), 'utf8')).split('\n')[0]),
    writeFile(path('other.csv'), 'emotion,pixels\n0,1 2 3\n'),
    writeFile(path('cut.parquet'), (await readFile(path('a.parquet'))).subarray(0, 500)),
    writeFile(path('picture.jsonl'), jsonLine(frameOf(null, [faceOf(null, 'happy')]))),
    writeFile(path('backwards.jsonl'), [1, 0].map((time) => `${jsonLine(frameOf(time))}\n`).join('')),
  ]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const report = (...args: string[]) => runCli(['report', ...args], { cwd: folder });

/** The summaries that `--json` prints. */
async function summaries(...args: string[]) {
  const { code, stdout, stderr } = await report(...args, '--json');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const { schema, recordings } = JSON.parse(stdout) as {
    schema: number;
    recordings: { name: string; group: string | null; summary: ReturnType<Timeline['summary']> }[];
  };
  expect(schema).toBe(1);
  return recordings;
}

test('CSV, JSON Lines and Parquet give the summary of the recording', async () => {
  const timeline = new Timeline();
  for (const frame of frames) timeline.append(JSON.parse(jsonLine(frame)) as FrameResult);
  const expected = JSON.parse(JSON.stringify(timeline.summary())) as unknown;
  for (const name of ['a.csv', 'a.jsonl', 'a.parquet']) {
    expect(await summaries(name), name).toEqual([{ name: 'a.mp4', group: null, summary: expected }]);
  }
});

test('the content of a file tells its format, not its name', async () => {
  await writeFile(path('really-parquet.csv'), await readFile(path('a.parquet')));
  expect(await summaries('really-parquet.csv')).toEqual(await summaries('a.csv'));
});

test('groups come from the folders, or from a column', async () => {
  const byFolder = await summaries('film/p.csv', 'control/p.csv', '--group-by', 'folder');
  expect(byFolder.map(({ name, group }) => [name, group])).toEqual([
    ['a.mp4', 'film'],
    ['a.mp4 (2)', 'control'],
  ]);
  const byColumn = await summaries('a.parquet', '--group-by', 'condition');
  expect(byColumn.map(({ group, summary }) => [group, summary.frames])).toEqual([
    ['before', 150],
    ['after', 150],
  ]);
});

test('a folder of tables is read whole, and what it holds in two formats once', async () => {
  const { code, stdout, stderr } = await report('pair', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout).recordings).toHaveLength(1);
  const [first, second] = ['a.csv', 'a.jsonl'].map((name) => join('pair', name));
  expect(stderr).toBe(`affect-detect: ${second} is left out, because ${first} is read\n`);
  expect(await summaries(first, second)).toHaveLength(2);
});

test('the report is one HTML file, and the charts are files where they are wanted', async () => {
  const args = [
    'a.parquet',
    '-o',
    'report.html',
    '--charts',
    'new/charts',
    '--format',
    'both',
    '--title',
    'A < B',
  ];
  const { code, stdout, stderr } = await report(...args);
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toMatch(/report\.html: 1 recording, \d+ kB\n.*new\/charts: 14 files\n/);
  const html = await readFile(path('report.html'), 'utf8');
  expect(html).toContain('<h1>A &lt; B</h1>');
  expect(html).toContain('expression-x');
  const files = await readdir(path('new/charts'));
  expect(files).toHaveLength(14);
  expect(files).toContain('recording-1-time-course-face-2.svg');
  const png = await sharp(path('new/charts/recording-1-transitions.png')).stats();
  expect(png.channels.length).toBeGreaterThanOrEqual(3);
  expect(png.isOpaque).toBe(true);
  expect(png.entropy).toBeGreaterThan(0.5);
  const svg = await sharp(path('new/charts/recording-1-transitions.svg')).metadata();
  expect(svg.format).toBe('svg');
  expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
});

test.each([
  ['missing.csv', "missing.csv doesn't exist"],
  ['empty.csv', 'empty.csv is empty'],
  ['new', 'new has no tables of results (--recursive looks in its folders too)'],
  ['header.csv', 'header.csv has no row'],
  ['other.csv', 'other.csv: line 1: the column "timestamp" is missing; is this a table of affect-detect?'],
  ['cut.parquet', 'cut.parquet is not a Parquet file, or it is cut off'],
  ['picture.jsonl', 'picture.jsonl is no recording: results of pictures have no course over time'],
  ['backwards.jsonl', 'backwards.jsonl is no recording: timestamp must be later'],
])('%s: one clear line on stderr, exit code 3, and no report', async (name, message) => {
  const { code, stdout, stderr } = await report('a.csv', name, '-o', 'none.html');
  expect(stderr).toBe(`affect-detect: ${stderr.slice('affect-detect: '.length)}`);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(message);
  expect([code, stdout]).toEqual([3, '']);
  expect(await readdir(folder)).not.toContain('none.html');
});

test('a column that differs between the faces of a frame cannot group', async () => {
  const { code, stdout, stderr } = await report('a.csv', '--json', '--group-by', 'track_id');
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(
    /^affect-detect: a\.csv: the faces of the frame at [\d.]+ s differ in "track_id"; a column that groups must be the same for all faces of a frame\n$/,
  );
});

test('a column to group by that is not there is named', async () => {
  const { code, stderr } = await report('a.csv', '--json', '--group-by', 'condition');
  expect(stderr).toContain('a.csv has no column "condition" to group by');
  expect(code).toBe(3);
});

test('a place that cannot be written is exit code 5', async () => {
  for (const args of [
    ['-o', 'missing/report.html'],
    ['-o', 'film'],
    ['--charts', 'a.csv'],
  ]) {
    const { code, stderr } = await report('a.csv', ...args);
    expect(code, stderr).toBe(5);
  }
});

test('a report never replaces a table that it reads', async () => {
  const before = await readFile(path('a.csv'), 'utf8');
  const { code, stderr } = await report('film', 'a.csv', '-o', './film/../a.csv');
  expect(code).toBe(2);
  expect(stderr).toContain("./film/../a.csv can't be written: it is a table that is read");
  expect(await readFile(path('a.csv'), 'utf8')).toBe(before);
});

test('without anything to write the command line is wrong', async () => {
  const { code, stderr } = await report('a.csv');
  expect(code).toBe(2);
  expect(stderr).toContain('name a file for the report (-o)');
});
