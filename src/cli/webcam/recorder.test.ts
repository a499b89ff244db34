import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { faceOf, frameOf } from '../../../test/support/frame-results.js';
import type { Frame } from '../../core/index.js';
import { openCsvSink } from '../frame-sinks.js';
import { Recorder } from './recorder.js';
import { stampedName } from './stamped-name.js';

const home = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-recorder-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const PICTURE: Frame = {
  image: { data: new Uint8Array(3), width: 1, height: 1, channels: 3 },
  width: 1,
  height: 1,
  timestamp: 0,
};

const frame = (timestamp: number) => frameOf(timestamp, [faceOf(1, 'happy')]);

function framesIn(path: string): number[] {
  const [, ...rows] = readFileSync(path, 'utf8').trim().split('\r\n');
  const column = readFileSync(path, 'utf8').split('\r\n')[0].split(',').indexOf('frame');
  return rows.map((row) => Number(row.split(',')[column]));
}

test('a file that was asked for is written from the start; a pause leaves out frames and keeps their numbers', async () => {
  const recorder = new Recorder([await openCsvSink('out.csv')], ['out.csv']);
  expect(recorder.isRecording).toBe(true);
  await recorder.write(frame(0), PICTURE);
  expect(await recorder.toggle()).toBe('Recording paused');
  await recorder.write(frame(1), PICTURE);
  expect(await recorder.toggle()).toBe('Recording');
  await recorder.write(frame(2), PICTURE);
  await recorder.finish();
  expect(framesIn('out.csv')).toEqual([0, 2]);
  expect(existsSync('out.csv.partial')).toBe(false);
});

test('where none was asked for, the key begins one, and nothing is written before', async () => {
  const recorder = new Recorder([], []);
  await recorder.write(frame(0), PICTURE);
  expect(readdirSync('.')).toEqual([]);
  expect(await recorder.toggle()).toMatch(/^Recording to webcam-\d{8}-\d{6}-\d{3}\.csv$/);
  await recorder.write(frame(1), PICTURE);
  await recorder.finish();
  expect(recorder.files).toEqual(readdirSync('.'));
  expect(framesIn(recorder.files[0])).toEqual([1]);
});

test('names sort by time', () => {
  expect(stampedName('png', new Date(2026, 0, 2, 3, 4, 5, 6))).toBe('webcam-20260102-030405-006.png');
});
