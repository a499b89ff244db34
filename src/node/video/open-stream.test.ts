import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { constantRate, makeVideo } from '../../../test/support/make-video.js';
import { serveVideo } from '../../../test/support/video-server.js';
import { TruncatedMediaError, UnsupportedMediaError } from '../../core/index.js';
import { openVideo } from './open-video.js';
import type { VideoOptions } from './video-options.js';

// A thread needs compiled code; the build comes before the tests.
vi.mock('./worker-url.js', () => ({
  DECODE_WORKER_URL: new URL('../../../dist/node/video/decode-worker.js', import.meta.url),
}));

const TIMES = constantRate(200, 25);
let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-stream-'));
  file = join(folder, 'clip.mkv');
  makeVideo(file, { times: TIMES, width: 320, height: 240, gopSize: 10 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function readAll(source: string, options: VideoOptions = {}) {
  const times: number[] = [];
  let error: unknown = null;
  const video = await openVideo(source, options);
  try {
    for await (const { timestamp } of video.frames()) times.push(timestamp!);
  } catch (caught) {
    error = caught;
  }
  return { video, times, error };
}

const rounded = (times: readonly number[]) => times.map((time) => Math.round(time * 1000));

test('a video is read from a web server as from a file', async () => {
  const server = await serveVideo(file);
  const { video, times, error } = await readAll(server.url, { fps: 5 });
  await server.close();
  expect(error).toBeNull();
  expect(video.name).toBe(server.url);
  expect(rounded(times)).toEqual(rounded(constantRate(40, 5)));
});

test('a recording whose connection drops goes on where it was lost, with no frame missing and none twice', async () => {
  const server = await serveVideo(file, { bytesUntilDrop: [30_000, 20_000] });
  const lost: string[] = [];
  const { times, error } = await readAll(server.url, { onLost: (message) => lost.push(message) });
  await server.close();
  expect(error).toBeNull();
  expect(rounded(times)).toEqual(rounded(TIMES));
  expect(lost.length).toBeGreaterThan(0);
  for (const line of lost) expect(line).toMatch(/breaks off .*; connecting again in \d s \(\d of 5\)$/);
  expect(server.ranges.length).toBeGreaterThan(2);
});

test('a connection that does not come back ends the video after as many attempts as allowed', async () => {
  const server = await serveVideo(file, { bytesUntilDrop: [30_000, ...Array<number>(20).fill(1)] });
  const lost: string[] = [];
  const onLost = (message: string) => lost.push(message);
  const { times, error } = await readAll(server.url, { reconnects: 2, onLost });
  await server.close();
  expect(error).toBeInstanceOf(TruncatedMediaError);
  expect(times.length).toBeGreaterThan(0);
  expect(lost.map((line) => line.split('; ')[1])).toEqual([
    'connecting again in 1 s (1 of 2)',
    'connecting again in 2 s (2 of 2)',
  ]);
});

test('a server that is not there is named, without the password', async () => {
  await expect(openVideo('http://me:secret@127.0.0.1:1/a.mp4')).rejects.toThrow(
    new UnsupportedMediaError(
      "http://127.0.0.1:1/a.mp4 can't be reached, or isn't a video that can be read (Connection refused)",
    ),
  );
});
