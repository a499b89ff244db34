import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { type RtspServer, serveRtsp } from '../support/rtsp-server.js';
import { type CliRun, ROOT, runCli, startCli } from '../support/run-cli.js';
import { serveVideo, type VideoServer } from '../support/video-server.js';

const CLIP = `${ROOT}samples/clip.mp4`;
let folder: string;
const path = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-streams-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The column of a table, as numbers. */
function column(table: string, name: string): number[] {
  const [header, ...lines] = readFileSync(path(table), 'utf8').trim().split('\r\n');
  const at = header.split(',').indexOf(name);
  return lines.map((line) => Number(line.split(',')[at]));
}

/** Wait until rows of so many frames are in a table that is being written. */
async function rows(run: CliRun, table: string, count: number): Promise<void> {
  const partial = `${table}.partial`;
  const areThere = () => existsSync(path(partial)) && column(partial, 'frame').length >= count;
  if (!(await run.until(areThere))) throw new Error(`ended too early: ${run.stderr}`);
}

/** Read a stream, lose it after some rows, and bring it back when two attempts have failed. */
async function readWithLoss(
  [source, ...options]: string[],
  { kill, bringBack, table }: { kill: () => Promise<void>; bringBack: () => Promise<void>; table: string },
) {
  const run = startCli(['video', source, '--fps', '5', ...options, '--csv', path(table)]);
  await rows(run, table, 10);
  await kill();
  const isLost = () => /connecting again in 2 s \(2 of 5\)/.test(run.stderr);
  expect(await run.until(isLost), run.stderr).toBe(true);
  await bringBack();
  return run.result;
}

/** The table of the file itself. */
async function readFile(table: string, end: string): Promise<void> {
  expect((await runCli(['video', CLIP, '--fps', '5', '--end', end, '--csv', path(table)])).code).toBe(0);
}

describe.runIf(inject('programs').rtsp)('an RTSP stream', () => {
  let server: RtspServer;
  const address = (name: string) => `rtsp://127.0.0.1:${server.port}/${name}`;
  afterEach(() => server.kill());
  const kill = () => server.kill();
  const bringBack = async () => {
    server = await serveRtsp(CLIP, server.port);
  };

  test('a recording goes on where it was lost, with no frame missing and none twice', async () => {
    server = await serveRtsp(CLIP);
    const table = 'recording.csv';
    const { code, stderr } = await readWithLoss([address('recording'), '--end', '10'], {
      ...{ kill, bringBack, table },
    });
    expect(code, stderr).toBe(0);
    await readFile('file.csv', '10');
    const times = column('file.csv', 'timestamp');
    expect(column(table, 'timestamp')).toEqual(times.map((time) => expect.closeTo(time, 4)));
    // The pictures are the very same, too.
    expect(column(table, 'raw_happy')).toEqual(column('file.csv', 'raw_happy'));
  });

  test('a camera that comes back goes on by the clock, and the time without it is a gap', async () => {
    server = await serveRtsp(CLIP);
    const table = 'camera.csv';
    const { code, stdout, stderr } = await readWithLoss([address('camera'), '--end', '14'], {
      ...{ kill, bringBack, table },
    });
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^affect-detect: rtsp:.* connecting again in 1 s \(1 of 5\)$/m);
    expect(stderr).toMatch(/can't be reached.*; connecting again in 2 s \(2 of 5\)$/m);
    expect(stdout).toContain('frames read');

    const times = column(table, 'timestamp');
    expect(times.at(-1)).toBeLessThan(14);
    expect(times.at(-1)).toBeGreaterThan(13.5);
    const steps = times.slice(1).map((time, i) => time - times[i]);
    expect(Math.min(...steps)).toBeGreaterThan(0);
    // At least the 1 s and the 2 s of waiting.
    const gaps = steps.filter((step) => step > 1);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toBeGreaterThan(3);
    expect(column(table, 'frame')).toEqual(times.map((_, i) => i));
  });

  test('one that does not come back: a line, all rows so far, and exit code 6', async () => {
    server = await serveRtsp(CLIP);
    const options = ['--fps', '5', '--reconnects', '2', '--csv', path('gone.csv')];
    const run = startCli(['video', address('camera'), ...options]);
    await rows(run, 'gone.csv', 10);
    await server.kill();
    const { code, stdout, stderr } = await run.result;
    expect(code).toBe(6);
    expect(stderr.trim().split('\n').slice(-3)).toEqual([
      expect.stringMatching(/^affect-detect: rtsp:.*\/camera .*; connecting again in 1 s \(1 of 2\)$/),
      expect.stringMatching(/^affect-detect: rtsp:.*\/camera can't be reached.* in 2 s \(2 of 2\)$/),
      expect.stringMatching(
        /^affect-detect: warning: .*\/camera can't be reached, .* \(Connection refused\); the results up to there are kept$/,
      ),
    ]);
    const frames = column('gone.csv', 'frame');
    expect(frames.length).toBeGreaterThanOrEqual(10);
    expect(stdout).toContain(`${frames.length} frames read`);
  });
});

describe('an HTTP stream', () => {
  let server: VideoServer;
  afterEach(() => server.close());
  const kill = () => server.close();

  test('goes on where it was lost when the server is back', async () => {
    server = await serveVideo(CLIP, { bytesPerSecond: 60_000 });
    const { port } = new URL(server.url);
    const table = 'http.csv';
    const bringBack = async () => {
      server = await serveVideo(CLIP, { port: Number(port) });
    };
    const { code, stderr } = await readWithLoss([server.url, '--end', '10'], { kill, bringBack, table });
    expect(code, stderr).toBe(0);
    await readFile('http-file.csv', '10');
    expect(column(table, 'timestamp')).toEqual(column('http-file.csv', 'timestamp'));
    expect(column(table, 'raw_happy')).toEqual(column('http-file.csv', 'raw_happy'));
  });

  test('whose server is gone for good keeps its rows and gives exit code 6', async () => {
    server = await serveVideo(CLIP, { bytesPerSecond: 60_000 });
    const options = ['--fps', '5', '--reconnects', '1', '--csv', path('http-gone.csv')];
    const run = startCli(['video', server.url, ...options]);
    await rows(run, 'http-gone.csv', 10);
    await server.close();
    const { code, stdout, stderr } = await run.result;
    expect(code).toBe(6);
    expect(stderr).toContain("can't be reached, or isn't a video that can be read (Connection refused)");
    expect(stdout).toContain(`${column('http-gone.csv', 'frame').length} frames read`);
  });
});
