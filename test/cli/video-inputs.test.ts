import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FrameResult } from '../../src/core/index.js';
import { constantRate, makeVideo } from '../support/make-video.js';
import { ROOT, runCli } from '../support/run-cli.js';
import { serveVideo } from '../support/video-server.js';

const TIMES = constantRate(20, 25);
let folder: string;
const path = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-inputs-'));
  makeVideo(path('clip.mkv'), { times: TIMES, width: 320, height: 240 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const parse = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as FrameResult);

test('standard input is read as it comes', async () => {
  const output = path('stdin.jsonl');
  const child = spawn(process.execPath, [`${ROOT}dist/cli/main.js`, 'video', '-', '--jsonl', output], {
    cwd: ROOT,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  createReadStream(path('clip.mkv')).pipe(child.stdin);
  expect((await once(child, 'close'))[0]).toBe(0);
  const results = parse(readFileSync(output, 'utf8'));
  expect(results.map(({ timestamp }) => timestamp)).toEqual(TIMES);
  expect(results[0].source).toBe('-');
});

test('an address is read like a file, a lost connection is reported, and a password is kept out of the results', async () => {
  const server = await serveVideo(path('clip.mkv'), {
    bytesUntilDrop: [statSync(path('clip.mkv')).size / 2],
  });
  const address = server.url.replace('//', '//me:secret@');
  const { code, stdout, stderr } = await runCli(['video', '--json', address]);
  await server.close();
  expect(code).toBe(0);
  const results = parse(stdout);
  expect(results.map(({ timestamp }) => timestamp)).toEqual(TIMES);
  expect(results[0].source).toBe(server.url);
  expect(stderr).toMatch(/^affect-detect: .* breaks off .*; connecting again in 1 s \(1 of 5\)$/m);
  expect(stderr).not.toContain('secret');
});

test('standard input is refused a second time', async () => {
  const { code, stderr } = await runCli(['video', '-', '-']);
  expect(code).toBe(2);
  expect(stderr).toContain('standard input can be read once');
});
