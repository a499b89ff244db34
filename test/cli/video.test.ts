import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CSV_COLUMNS, EXPRESSION_COLORS, type FrameResult } from '../../src/core/index.js';
import { constantRate, makeVideo } from '../support/make-video.js';
import { makeWav } from '../support/make-wav.js';
import { runCli, startCli } from '../support/run-cli.js';

const CLIP = 'samples/clip.mp4';

let folder: string;
const path = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-video-'));
  makeVideo(path('good.mp4'), { times: constantRate(10, 25) });
  makeVideo(path('whole.mkv'), { times: constantRate(100, 25) });
  const whole = readFileSync(path('whole.mkv'));
  writeFileSync(path('cut.mkv'), whole.subarray(0, whole.length / 4));
  writeFileSync(path('text.mp4'), 'I am a text, not a video.\n'.repeat(100));
  writeFileSync(path('empty.mp4'), '');
  writeFileSync(path('sound.mp4'), makeWav(0.5));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const parse = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as FrameResult);

const rows = (csv: string) =>
  csv
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));

test('every frame is a line of JSON with its time, and the summary goes to stderr', async () => {
  const { code, stdout, stderr } = await runCli(['video', '--json', '--fps', '4', '--end', '1', CLIP]);
  expect(code).toBe(0);
  const results = parse(stdout);
  expect(results.map(({ timestamp }) => timestamp)).toEqual([0, 0.266667, 0.5, 0.766667]);
  for (const { source, width, height, faces } of results) {
    expect([source, width, height]).toEqual([CLIP, 1280, 720]);
    expect(faces).toHaveLength(1);
    expect(faces[0].trackId).toBe(1);
    expect(faces[0].box.x + faces[0].box.width).toBeLessThan(1280);
    expect(Object.keys(faces[0].rawProbabilities!)).toEqual(Object.keys(faces[0].probabilities));
  }
  expect(stderr).toContain(`${CLIP}  1280 x 720, 30.0 s, 4 frames read`);
});

test('between two looks of the face detector faces keep their ids, places and expressions', async () => {
  const read = async (...options: string[]) =>
    parse((await runCli(['video', '--json', '--end', '1', ...options, CLIP])).stdout);
  const [every, some] = [await read('--max-detection-interval', '0'), await read()];
  expect(some.length).toBe(every.length);
  for (const [i, { faces }] of some.entries()) {
    const [face, found] = [faces[0], every[i].faces[0]];
    expect([face.trackId, face.expression]).toEqual([found.trackId, found.expression]);
    expect(Math.abs(face.box.x - found.box.x)).toBeLessThan(0.1 * found.box.width);
    expect(Math.abs(face.box.y - found.box.y)).toBeLessThan(0.1 * found.box.height);
  }
  // It looked at fewer frames, so not all boxes are the same.
  expect(some).not.toEqual(every);
});

test('the face detector sees the picture as large as it is told', async () => {
  const faces = async (...options: string[]) =>
    parse((await runCli(['video', '--json', '--end', '0.1', ...options, CLIP])).stdout)[0].faces;
  const [small, usual, large] = [await faces('--side', '32'), await faces(), await faces('--side', '640')];
  expect(small).toEqual([]);
  expect(large).toHaveLength(usual.length);
  expect(large[0].box).not.toEqual(usual[0].box);
  expect(Math.abs(large[0].box.x - usual[0].box.x)).toBeLessThan(0.1 * usual[0].box.width);
});

test('the summary is printed on stdout where no data is', async () => {
  const { code, stdout, stderr } = await runCli(['video', '--fps', '2', '--end', '2', CLIP]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('a face in view for 100.0 %');
  expect(stdout).toMatch(/^ {2}happy +\d/m);
});

test('a table has a row for each face of each frame, numbered', async () => {
  const { code } = await runCli(['video', '--csv', path('faces.csv'), '--fps', '2', '--end', '2', CLIP]);
  expect(code).toBe(0);
  const [header, ...lines] = rows(readFileSync(path('faces.csv'), 'utf8'));
  expect(header).toEqual(CSV_COLUMNS);
  expect(lines.map((line) => line[header.indexOf('timestamp')])).toEqual(['0', '0.5', '1', '1.5']);
  expect(lines.map((line) => line[header.indexOf('frame')])).toEqual(['0', '1', '2', '3']);
  expect(existsSync(path('faces.csv.partial'))).toBe(false);
});

test('the table on stdout is the one in the file', async () => {
  const { stdout, stderr } = await runCli(['video', '--csv', '-', '--fps', '2', '--end', '2', CLIP]);
  expect(stdout).toBe(readFileSync(path('faces.csv'), 'utf8'));
  expect(stderr).toContain('4 frames read');
});

test('one run writes the same results as CSV, JSON Lines and Parquet, and their summary', async () => {
  const files = ['csv', 'jsonl', 'parquet'].map((format) => [`--${format}`, path(`all.${format}`)]);
  const { code, stdout } = await runCli([
    'video',
    ...files.flat(),
    ...['--summary', path('all.json'), '--start', '0:01', '--end', '00:00:02.0', '--fps', '5', CLIP],
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain('5 frames read');
  const results = parse(readFileSync(path('all.jsonl'), 'utf8'));
  expect(results.map(({ timestamp }) => timestamp)).toEqual([1, 1.2, 1.4, 1.6, 1.8]);
  const table = rows(readFileSync(path('all.csv'), 'utf8'));
  expect(table).toHaveLength(6);
  expect(Number(table[1][table[0].indexOf('box_x')])).toBe(results[0].faces[0].box.x);

  const duckdb = await DuckDBConnection.create();
  const plain = (value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
  const read = async (from: string) =>
    (await duckdb.runAndReadAll(`select * from ${from}`)).getRows().map((row) => row.map(plain));
  expect(await read(`'${path('all.parquet')}'`)).toEqual(
    await read(`read_csv('${path('all.csv')}', header = true)`),
  );
  duckdb.closeSync();

  const { schema, videos } = JSON.parse(readFileSync(path('all.json'), 'utf8'));
  expect(schema).toBe(1);
  expect(videos).toEqual([
    expect.objectContaining({ source: CLIP, width: 1280, height: 720, duration: 30, problem: null }),
  ]);
  expect(videos[0].summary).toMatchObject({ frames: 5, start: 1, end: 1.8, coverage: 1 });
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
});

test('subtitles say what a face showed for how long, and thumbnails show it at its clearest', async () => {
  const { code } = await runCli([
    'video',
    ...['--srt', path('a.srt'), '--vtt', path('a.vtt'), '--thumbnails', path('peaks')],
    ...['--jsonl', path('peaks.jsonl'), '--fps', '5', '--start', '8', '--end', '11', CLIP],
  ]);
  expect(code).toBe(0);
  expect(readFileSync(path('a.srt'), 'utf8')).toBe('1\n00:00:08,000 --> 00:00:10,000\nHappy\n\n');
  expect(readFileSync(path('a.vtt'), 'utf8')).toContain('\n00:00:08.000 --> 00:00:10.000\nHappy\n');
  expect(readdirSync(path('peaks'))).toEqual(['clip-happy.jpg']);

  const { faces } = parse(readFileSync(path('peaks.jsonl'), 'utf8')).toSorted(
    (a, b) => (b.faces[0]?.probability ?? 0) - (a.faces[0]?.probability ?? 0),
  )[0];
  const { box } = faces[0];
  const { data, info } = await sharp(path('peaks/clip-happy.jpg'))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([1280, 720]);
  // The box's left side is drawn, in the expression's colour.
  const at = (Math.round(box.y + box.height / 2) * info.width + Math.round(box.x)) * 3;
  const color = EXPRESSION_COLORS.happy.fill.match(/[0-9a-f]{2}/gi)!.map((part) => Number.parseInt(part, 16));
  for (const [i, value] of color.entries()) expect(Math.abs(data[at + i] - value)).toBeLessThan(40);
});

test('a video that breaks off gives all results up to the break, a warning and exit code 6', async () => {
  const { code, stdout, stderr } = await runCli(['video', '--csv', path('cut.csv'), path('cut.mkv')]);
  expect(code).toBe(6);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(
    /warning: .*cut\.mkv breaks off .* before its end; the results up to there are kept/,
  );
  const frames = Number(stdout.match(/(\d+) frames read/)?.[1]);
  expect(frames).toBeGreaterThan(10);
  expect(rows(readFileSync(path('cut.csv'), 'utf8'))).toHaveLength(frames + 1);
});

test('of several files the bad ones are named in a line each and the good ones are read', async () => {
  const names = ['missing.mp4', 'empty.mp4', 'text.mp4', 'sound.mp4', 'good.mp4'];
  const { code, stdout, stderr } = await runCli(['video', '--json', ...names.map(path)]);
  expect(code).toBe(3);
  const results = parse(stdout);
  expect(results).toHaveLength(10);
  expect(new Set(results.map(({ source }) => source))).toEqual(new Set([path('good.mp4')]));
  const complaints = stderr.split('\n').filter((line) => line.startsWith('affect-detect: '));
  expect(complaints).toEqual([
    expect.stringMatching(/missing\.mp4 doesn't exist$/),
    expect.stringMatching(/empty\.mp4 is empty$/),
    expect.stringMatching(/text\.mp4 isn't a video that can be read/),
    expect.stringMatching(/sound\.mp4 has no video stream$/),
    "affect-detect: of 5 inputs, 4 couldn't be read",
  ]);
});

test('where nothing could be read, no table is left', async () => {
  const { code } = await runCli(['video', '--csv', path('none.csv'), path('text.mp4')]);
  expect(code).toBe(3);
  expect(readdirSync(folder).filter((name) => name.startsWith('none'))).toEqual([]);
});

test('a table that cannot be written is refused before any work', async () => {
  const { code, stdout, stderr } = await runCli(['video', '--csv', path('no/faces.csv'), path('good.mp4')]);
  expect([code, stdout]).toEqual([5, '']);
  expect(stderr).toMatch(/^affect-detect: .*no\/faces\.csv can't be written \(ENOENT\)\n$/);
});

test.runIf(process.platform === 'linux')(
  'a pipe or a device gets what is written and stays what it is; a full disk is exit code 5',
  async () => {
    const pipe = path('pipe');
    spawnSync('mkfifo', [pipe]);
    const reader = readFile(pipe, 'utf8');
    const { code } = await runCli(['video', '--csv', pipe, '--fps', '2', '--end', '2', CLIP]);
    expect(code).toBe(0);
    expect(rows(await reader)).toHaveLength(5);
    expect(statSync(pipe).isFIFO()).toBe(true);

    symlinkSync('/dev/full', path('full.csv'));
    const full = await runCli(['video', '--csv', path('full.csv'), path('good.mp4')]);
    expect([full.code, full.stdout]).toEqual([5, '']);
    expect(full.stderr).toContain("full.csv can't be written (ENOSPC)");
    expect(statSync(path('full.csv')).isCharacterDevice()).toBe(true);
  },
);

test.each([
  [['--start', '2', '--end', '1'], '--end must be after --start'],
  [['--json', '--csv', '-'], '--json and --csv - both write to standard output'],
  [['--jsonl', '-', '--csv', '-'], '--csv - and --jsonl - both write to standard output'],
  [['--parquet', '-'], '--parquet writes a file'],
  [['--csv', 'same', '--parquet', './same'], "./same can't be written: it is named for two outputs"],
  [['--csv', CLIP, CLIP], 'it is a video that is read'],
  [['--srt', 'a.srt', CLIP], '--srt takes one video; name a folder for several: --srt a.srt/'],
  [['--thumbnails', 'a', '-'], '--thumbnails needs a file'],
  [['--start', '1:75'], 'seconds or [hours:]minutes:seconds'],
  [['--fps', '0'], 'above 0'],
])('%j is a wrong command line', async (options, message) => {
  const { code, stderr } = await runCli(['video', ...options, path('good.mp4')]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test.skipIf(process.platform === 'win32')(
  'Ctrl-C prints the summary so far, keeps the rows under another name and gives 130',
  async () => {
    const table = path('stopped.csv');
    const run = startCli(['video', '--csv', table, CLIP]);
    await run.until(() => existsSync(`${table}.partial`) && statSync(`${table}.partial`).size > 5000);
    run.kill('SIGINT');
    const { code, stdout, stderr } = await run.result;
    expect(code).toBe(130);
    expect(stdout).toMatch(/samples\/clip\.mp4 .* \d+ frames read/);
    expect(stderr).toContain(`the results so far are in ${table}.partial`);
    expect(existsSync(table)).toBe(false);
    const [header, ...lines] = rows(readFileSync(`${table}.partial`, 'utf8'));
    for (const line of lines) expect(line).toHaveLength(header.length);
  },
);
