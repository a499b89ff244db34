import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { constantRate, makeVideo } from '../../../test/support/make-video.js';

const OPEN_VIDEO = new URL('../../../dist/node/video/open-video.js', import.meta.url).href;

let folder: string;
let clip: Buffer;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-input-'));
  const path = join(folder, 'clip.mkv');
  makeVideo(path, { times: constantRate(100, 25), width: 320, height: 240, gopSize: 10 });
  clip = readFileSync(path);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Run a program that reads its standard input, a part of a clip after which the writer gives nothing more. */
function run(program: string, bytes: number, isEnded: boolean, temporary = folder): ChildProcess {
  const path = join(folder, 'program.mjs');
  writeFileSync(path, program);
  const child = spawn(process.execPath, [path], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin!.on('error', () => {});
  child.stdin!.write(clip.subarray(0, bytes));
  if (isEnded) child.stdin!.end();
  return child;
}

async function resultOf(child: ChildProcess): Promise<{ code: number; output: string }> {
  const [[code], output] = await Promise.all([once(child, 'close'), text(child.stdout!)]);
  return { code, output: output.trim() };
}

/** Counts the frames of standard input, and does something before and at the first. */
const program = (atFirst: string, atStart = '') => `
  import { openVideo } from '${OPEN_VIDEO}';
  const controller = new AbortController();
  ${atStart}
  const video = await openVideo('-', { signal: controller.signal });
  let frames = 0;
  try {
    for await (const _ of video.frames()) if (frames++ === 0) { ${atFirst} }
    console.log('ended after', frames);
  } catch (error) {
    console.log(error.message);
  }`;

test('all of standard input is read, and nothing is left behind', async () => {
  const inputs = join(folder, 'inputs');
  mkdirSync(inputs);
  const { code, output } = await resultOf(run(program(''), clip.length, true, inputs));
  expect([code, output]).toEqual([0, 'ended after 100']);
  expect(readdirSync(inputs)).toEqual([]);
});

test('where no socket can be made, standard input is read all the same', async () => {
  for (const temporary of [join(folder, 'nonesuch'), join(folder, 'long'.repeat(25))]) {
    if (temporary.endsWith('long')) mkdirSync(temporary);
    const { output } = await resultOf(run(program(''), clip.length, true, temporary));
    expect(output).toBe('ended after 100');
  }
});

// There FFmpeg reads standard input itself.
describe.skipIf(process.platform === 'win32')('while the writer of standard input gives nothing', () => {
  test.each([
    ['an abort', `setTimeout(() => controller.abort(new Error('enough')), 500);`, 0, 'enough'],
    ['disposing', `setTimeout(() => video.dispose(), 500);`, 0, /^ended after \d+$/],
    ['the end of the process', `setTimeout(() => process.exit(3), 500);`, 3, ''],
  ])('%s takes effect', async (_name, action, code, output) => {
    const child = run(program(action), clip.length / 2, false);
    const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
    const result = await resultOf(child);
    clearTimeout(late);
    expect(result.code).toBe(code);
    expect(result.output).toMatch(output);
  });

  test('an abort takes effect also before there is a video', async () => {
    const abort = `setTimeout(() => controller.abort(new Error('enough')), 500);
      process.on('uncaughtException', (error) => console.log(error.message));`;
    const child = run(program('', abort), 20, false);
    const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
    const result = await resultOf(child);
    clearTimeout(late);
    expect(result.output).toBe('enough');
  });
});
