import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { constantRate, makeVideo } from '../../../test/support/make-video.js';
import { serveVideo } from '../../../test/support/video-server.js';
import { TruncatedMediaError, UnsupportedMediaError } from '../../core/index.js';
import { openDecodeThread } from './decode-thread.js';
import { openFfmpegProcess } from './ffmpeg-process.js';
import { openVideo } from './open-video.js';
import type { VideoOptions } from './video-options.js';

// A thread needs compiled code; the build comes before the tests.
vi.mock('./worker-url.js', () => ({
  DECODE_WORKER_URL: new URL('../../../dist/node/video/decode-worker.js', import.meta.url),
}));

const HAS_FFMPEG = spawnSync('ffmpeg', ['-version']).status === 0;
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

/** A camera that pushes JPEGs, so many a second. */
async function servePictures(fps: number): Promise<{ url: string; close(): Promise<void> }> {
  const grey = { create: { width: 64, height: 48, channels: 3, background: 'grey' } } as const;
  const picture = await sharp(grey).jpeg().toBuffer();
  const part = Buffer.concat([
    Buffer.from(`--cut\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`),
    picture,
    Buffer.from('\r\n'),
  ]);
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'multipart/x-mixed-replace; boundary=cut' });
    const timer = setInterval(() => response.write(part), 1000 / fps);
    response.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test.each(
  [
    { name: 'node-av', way: openDecodeThread, runs: true },
    { name: 'ffmpeg', way: openFfmpegProcess, runs: HAS_FFMPEG },
  ].filter(({ runs }) => runs),
)('pictures that a camera pushes have the times at which they come, with $name', async ({ way }) => {
  const server = await servePictures(5);
  const video = await openVideo(server.url, {}, [way]);
  let first: number | null = null;
  let began = 0;
  for await (const { timestamp } of video.frames()) {
    if (first === null) began = performance.now();
    first ??= timestamp!;
    if (timestamp! - first >= 3) break;
  }
  const seconds = (performance.now() - began) / 1000;
  await server.close();
  // Those that came while the stream was opened are read at once; at 25 a second it would take 15 s.
  expect(seconds).toBeGreaterThan(1);
  expect(seconds).toBeLessThan(6);
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
