import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { constantRate, makeVideo } from '../../../test/support/make-video.js';
import { TruncatedMediaError, UnsupportedMediaError } from '../../core/index.js';
import { openFfmpegProcess } from './ffmpeg-process.js';
import { openVideo } from './open-video.js';

/** Where the real one is; `null` if it isn't installed, or can't be stood in for by a shell script. */
function findFfmpeg(): string | null {
  try {
    return process.platform === 'win32'
      ? null
      : execFileSync('which', ['ffmpeg'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

const FFMPEG = findFfmpeg();

describe.runIf(FFMPEG)('an ffmpeg that dies', () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'affect-detect-ffmpeg-'));
    file = join(folder, 'clip.mp4');
    makeVideo(file, { times: constantRate(10, 25) });
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Put a program in ffmpeg's place that answers for its version, and otherwise runs these lines. */
  async function readWith(...lines: string[]) {
    const script = ['#!/bin/sh', `[ "$1" = -version ] && exec '${FFMPEG}' -version`, ...lines];
    writeFileSync(join(folder, 'ffmpeg'), script.join('\n'), { mode: 0o755 });
    const video = await openVideo(file, {}, [openFfmpegProcess]);
    let frames = 0;
    let error: unknown = null;
    try {
      for await (const _ of video.frames()) frames++;
    } catch (caught) {
      error = caught;
    }
    return { frames, error };
  }

  const work = `'${FFMPEG}' "$@"`;

  test.each([
    { death: 'kill -SEGV $$', problem: 'ffmpeg was ended by SIGSEGV' },
    { death: 'kill -KILL $$', problem: 'ffmpeg was ended by SIGKILL' },
    { death: 'exit 3', problem: 'ffmpeg ended with code 3' },
  ])('by `$death` is no end of the video', async ({ death, problem }) => {
    const { frames, error } = await readWith(work, death);
    expect(frames).toBe(10);
    expect(error).toBeInstanceOf(TruncatedMediaError);
    expect((error as Error).message).toBe(`${file} is damaged or breaks off (${problem})`);
  });

  test('before the first frame has decoded nothing', async () => {
    const { error } = await readWith('kill -SEGV $$');
    expect(error).toBeInstanceOf(UnsupportedMediaError);
    expect((error as Error).message).toContain('no frame that can be decoded (ffmpeg was ended by SIGSEGV)');
  });

  test('as it should leaves the video whole', async () => {
    expect(await readWith(work)).toEqual({ frames: 10, error: null });
  });
});
