import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AV_PIX_FMT_GRAY8,
  AV_PIX_FMT_YUV420P10LE,
  AV_PIX_FMT_YUVA420P,
  AV_PIX_FMT_YUVJ420P,
} from 'node-av/constants';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { constantRate, makeVideo, type TestVideo } from '../../../test/support/make-video.js';
import { makeWav } from '../../../test/support/make-wav.js';
import { type Frame, InputError, TruncatedMediaError, UnsupportedMediaError } from '../../core/index.js';
import { openDecodeThread } from './decode-thread.js';
import { openFfmpegProcess } from './ffmpeg-process.js';
import { openVideo } from './open-video.js';
import { DecoderUnavailableError } from './picture-source.js';
import type { VideoOptions } from './video-options.js';

// A thread needs compiled code; the build comes before the tests.
vi.mock('./worker-url.js', () => ({
  DECODE_WORKER_URL: new URL('../../../dist/node/video/decode-worker.js', import.meta.url),
}));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-video-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = (name: string) => join(folder, name);

function make(name: string, video: TestVideo): string {
  makeVideo(path(name), video);
  return path(name);
}

/** Several files as one, as recorders and `cat` join them. */
function joinFiles(name: string, parts: readonly string[]): string {
  writeFileSync(path(name), Buffer.concat(parts.map((part) => readFileSync(part))));
  return path(name);
}

function hasFfmpeg(): boolean {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A color at a place given as fractions of width and height. */
function colorAt({ image }: Frame, x: number, y: number): number[] {
  const at = (Math.floor(y * image.height) * image.width + Math.floor(x * image.width)) * 3;
  return [...image.data.subarray(at, at + 3)];
}

/** Makes what `makeVideo` can't. */
function makeWithFfmpeg(name: string, ...args: string[]): string {
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, path(name)]);
  return path(name);
}

const isRed = ([r, g, b]: number[]) => r > 180 && g < 70 && b < 70;
const isGreen = ([r, g, b]: number[]) => r < 70 && g > 180 && b < 70;

const WAYS = [
  { decoder: 'node-av', way: openDecodeThread },
  { decoder: 'ffmpeg', way: openFfmpegProcess },
] as const;

describe.each(WAYS)('with $decoder', ({ decoder, way }) => {
  const skipped = decoder === 'ffmpeg' && !hasFfmpeg();
  const open = (file: string, options?: VideoOptions) => openVideo(file, options, [way]);

  /** What a loop sees; colours are read while the frame is valid. */
  async function readAll(file: string, options?: VideoOptions) {
    const video = await open(file, options);
    const times: number[] = [];
    const grays: number[] = [];
    let first: { size: number[]; corners: number[][] } | undefined;
    let error: unknown = null;
    try {
      for await (const frame of video.frames()) {
        times.push(frame.timestamp!);
        grays.push(colorAt(frame, 0.5, 0.75)[0]);
        first ??= {
          size: [frame.width, frame.height, frame.image.width, frame.image.height],
          corners: [
            colorAt(frame, 0.25, 0.25),
            colorAt(frame, 0.75, 0.25),
            colorAt(frame, 0.25, 0.75),
            colorAt(frame, 0.75, 0.75),
          ],
        };
      }
    } catch (caught) {
      error = caught;
    }
    return { video, times, grays, first: first!, error };
  }

  const expectTimes = (times: readonly number[], expected: readonly number[]) => {
    expect(times.length).toBe(expected.length);
    for (const [i, time] of times.entries()) expect(Math.abs(time - expected[i])).toBeLessThan(1e-3);
  };

  /** Each frame was painted 4 brighter than the one before. */
  const expectOrder = (grays: readonly number[], step = 1) => {
    for (const [i, gray] of grays.entries()) expect(Math.abs(gray - grays[0] - 4 * step * i)).toBeLessThan(4);
  };

  test.skipIf(skipped)('a constant frame rate gives every frame at its time', async () => {
    const times = constantRate(30, 30000 / 1001);
    const { video, ...seen } = await readAll(make(`cfr-${decoder}.mp4`, { times }));
    expect(seen.error).toBeNull();
    expectTimes(seen.times, times);
    expectOrder(seen.grays);
    expect(video).toMatchObject({ decoder, width: 64, height: 48 });
    expect(video.duration).toBeCloseTo(1.001, 2);
    expect(video.frameRate).toBeCloseTo(29.97, 1);
  });

  test.skipIf(skipped).each(['mp4', 'mkv'])(
    'a variable frame rate in %s keeps its times',
    async (container) => {
      const times = [0, 0.033, 0.05, 0.4, 0.41, 1.2, 1.233, 2.9, 3];
      const seen = await readAll(make(`vfr-${decoder}.${container}`, { times }));
      expect(seen.error).toBeNull();
      expectTimes(seen.times, times);
      expectOrder(seen.grays);
    },
  );

  test.skipIf(skipped).each(['mp4', 'mkv', 'ts'])(
    'B-frames in %s come in order of presentation',
    async (container) => {
      const times = constantRate(24, 24);
      const seen = await readAll(make(`b-${decoder}.${container}`, { times, bFrames: 3, gopSize: 24 }));
      expect(seen.error).toBeNull();
      expectTimes(seen.times, times);
      expectOrder(seen.grays);
    },
  );

  test.skipIf(skipped).each(['mkv', 'ts'])(
    'a %s file that starts late counts from its first frame',
    async (container) => {
      const seen = await readAll(make(`late-${decoder}.${container}`, { times: constantRate(10, 25, 7.5) }));
      expect(seen.error).toBeNull();
      expectTimes(seen.times, constantRate(10, 25));
      expect(seen.video.duration).toBeCloseTo(0.4, 2);
    },
  );

  test.skipIf(!hasFfmpeg()).each(['mkv', 'ts'])(
    'pictures that begin after the sound in %s count from the sound',
    async (container) => {
      const picture = ['-itsoffset', '2', '-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=25:duration=2'];
      const sound = ['-f', 'lavfi', '-i', 'anullsrc=duration=4', '-map', '0', '-map', '1', '-c:a', 'aac'];
      const seen = await readAll(makeWithFfmpeg(`sound-${decoder}.${container}`, ...picture, ...sound));
      expect(seen.error).toBeNull();
      expect(seen.times).toHaveLength(50);
      // AAC has a frame of sound before the first.
      expect(seen.times[0]).toBeGreaterThan(1.99);
      expect(seen.times[0]).toBeLessThan(2.05);
    },
  );

  test.skipIf(skipped)('a recording joined to another goes on where the first one ends', async () => {
    const part = make(`part-${decoder}.ts`, { times: constantRate(50, 25) });
    const wider = make(`wider-${decoder}.ts`, { times: constantRate(50, 25), width: 128 });
    const joined = joinFiles(`joined-${decoder}.ts`, [part, wider, part]);
    const seen = await readAll(joined);
    expectTimes(seen.times, constantRate(150, 25));
    for (const begin of [0, 50, 100]) expectOrder(seen.grays.slice(begin, begin + 50));
    const sampled = await readAll(joinFiles(`joined-${decoder}.ts`, [part, part, part]), { fps: 5 });
    expectTimes(sampled.times, constantRate(30, 5));
  });

  test.skipIf(!hasFfmpeg())(
    'frames with the same time come one after the other, without a complaint',
    async () => {
      const even = make(`even-${decoder}.mkv`, { times: constantRate(30, 25) });
      const pairs = ['-c', 'copy', '-bsf:v', 'setts=ts=floor(TS*TB/0.08)*0.08/TB'];
      const seen = await readAll(makeWithFfmpeg(`pairs-${decoder}.mkv`, '-i', even, ...pairs));
      expect(seen.error).toBeNull();
      expectTimes(
        seen.times,
        constantRate(30, 25).map((_, i) => Math.floor(i / 2) * 0.08),
      );
      expectOrder(seen.grays);
    },
  );

  const ROTATIONS = [
    { name: '90 degrees clockwise', matrix: [0, 1, 0, -1, 0, 0], corners: ['gray', 'red', 'gray', 'green'] },
    { name: '180 degrees', matrix: [-1, 0, 0, 0, -1, 0], corners: ['gray', 'gray', 'green', 'red'] },
    {
      name: '90 degrees counterclockwise',
      matrix: [0, -1, 0, 1, 0, 0],
      corners: ['green', 'gray', 'red', 'gray'],
    },
    { name: 'a mirror', matrix: [-1, 0, 0, 0, 1, 0], corners: ['green', 'red', 'gray', 'gray'] },
  ];
  test.skipIf(skipped).each(ROTATIONS)(
    'a picture to be turned by $name stands upright',
    async ({ name, matrix, corners }) => {
      const displayMatrix = [...matrix.map((n) => n * 65536), 0, 0, 2 ** 30];
      const file = make(`${name}-${decoder}.mp4`, {
        times: constantRate(3, 25),
        width: 128,
        height: 96,
        displayMatrix,
      });
      const { video, first } = await readAll(file, { maxSide: 64 });
      const isTurned = matrix[0] === 0;
      expect([video.width, video.height]).toEqual(isTurned ? [96, 128] : [128, 96]);
      expect(first.size).toEqual(isTurned ? [96, 128, 48, 64] : [128, 96, 64, 48]);
      const names = first.corners.map((c) => (isRed(c) ? 'red' : isGreen(c) ? 'green' : 'gray'));
      expect(names).toEqual(corners);
    },
  );

  test.skipIf(skipped)('pixels that are not square are made so', async () => {
    const file = make(`dv-${decoder}.mp4`, { times: [0, 0.1], width: 72, height: 58, pixelAspect: [16, 11] });
    const { first } = await readAll(file, { maxSide: 50 });
    expect(first.size).toEqual([105, 58, 50, 28]);
    expect(isRed(first.corners[0])).toBe(true);
  });

  const FORMATS = [
    { name: 'odd sizes', video: { width: 65, height: 37, codec: 'ffv1' } },
    { name: '10 bits', video: { pixelFormat: AV_PIX_FMT_YUV420P10LE, codec: 'ffv1' } },
    { name: 'full range', video: { pixelFormat: AV_PIX_FMT_YUVJ420P } },
    { name: 'alpha', video: { pixelFormat: AV_PIX_FMT_YUVA420P, codec: 'ffv1' } },
  ] as const;
  test.skipIf(skipped).each(FORMATS)(
    '$name decode to the colours that were painted',
    async ({ name, video }) => {
      const { first } = await readAll(make(`${name}-${decoder}.mkv`, { times: [0, 0.04], ...video }));
      const { width = 64, height = 48 } = video as TestVideo;
      expect(first.size).toEqual([width, height, width, height]);
      expect(isRed(first.corners[0])).toBe(true);
      expect(isGreen(first.corners[1])).toBe(true);
      expect(Math.abs(first.corners[2][0] - 16)).toBeLessThan(6);
    },
  );

  test.skipIf(skipped)('a gray video gives gray RGB', async () => {
    const file = make(`gray-${decoder}.mkv`, {
      times: [0, 0.04],
      pixelFormat: AV_PIX_FMT_GRAY8,
      codec: 'ffv1',
    });
    const { first } = await readAll(file);
    const [r, g, b] = first.corners[1];
    expect(r).toBeGreaterThan(100);
    expect([g, b]).toEqual([r, r]);
  });

  test.skipIf(skipped)('start and end cut out a part, and times stay those of the file', async () => {
    const times = constantRate(50, 25);
    const file = make(`part-${decoder}.mp4`, { times, bFrames: 2 });
    const seen = await readAll(file, { start: 0.6, end: 1.2 });
    expect(seen.error).toBeNull();
    expectTimes(seen.times, times.slice(15, 30));
    expect(Math.abs(seen.grays[0] - (16 + 15 * 4))).toBeLessThan(5);
  });

  /** That a part is the same as in the whole. */
  async function expectParts(file: string): Promise<void> {
    const whole = await readAll(file);
    expectTimes(whole.times, constantRate(200, 25));
    for (const start of [1, 5]) {
      const part = await readAll(file, { start });
      expect(part.error).toBeNull();
      expect(part.times).toEqual(whole.times.slice(start * 25));
      expect(part.grays).toEqual(whole.grays.slice(start * 25));
    }
  }

  test.skipIf(skipped)('start loses nothing in ts, where a seek lands on any frame', async () => {
    await expectParts(make(`sought-${decoder}.ts`, { times: constantRate(200, 25), gopSize: 75 }));
  });

  test.skipIf(!hasFfmpeg()).each([
    { container: 'mpg', codec: 'mpeg2video' },
    { container: 'h264', codec: 'libx264' },
  ])('nor in $container', async ({ container, codec }) => {
    // Pictures that move: of those that hardly change, several share one time in MPEG-PS.
    const source = ['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25:duration=8'];
    const args = [...source, '-c:v', codec, '-bf', '0', '-g', '75'];
    await expectParts(makeWithFfmpeg(`sought-${decoder}.${container}`, ...args));
  });

  test.skipIf(skipped)('fps samples the first frame of each interval', async () => {
    const file = make(`sampled-${decoder}.mp4`, { times: constantRate(50, 25) });
    expectTimes((await readAll(file, { fps: 5 })).times, constantRate(10, 5));
    expectTimes(
      (await readAll(file, { fps: 4, start: 0.4 })).times,
      [0.4, 0.68, 0.92, 1.16, 1.4, 1.68, 1.92],
    );
    // More than there are: every frame once.
    expect((await readAll(file, { fps: 100 })).times).toHaveLength(50);
  });

  test.skipIf(skipped)('resumeAt goes on with the frames that a whole reading samples', async () => {
    const file = make(`resumed-${decoder}.mp4`, { times: constantRate(50, 25), bFrames: 2, gopSize: 10 });
    const whole = await readAll(file, { fps: 9, start: 0.2 });
    for (const resumeAt of [0, 5, 11, 15].map((i) => whole.times[i])) {
      const rest = await readAll(file, { fps: 9, start: 0.2, resumeAt });
      expect(rest.times).toEqual(whole.times.slice(whole.times.indexOf(resumeAt)));
      expect(rest.grays).toEqual(whole.grays.slice(whole.times.indexOf(resumeAt)));
    }
  });

  test.skipIf(skipped)('a truncated file gives all frames up to the break, then says so', async () => {
    const whole = readFileSync(make(`whole-${decoder}.mkv`, { times: constantRate(100, 25) }));
    writeFileSync(path(`cut-${decoder}.mkv`), whole.subarray(0, whole.length / 2));
    const seen = await readAll(path(`cut-${decoder}.mkv`));
    expect(seen.error).toBeInstanceOf(TruncatedMediaError);
    expect((seen.error as Error).message).toContain(`cut-${decoder}.mkv `);
    expect(seen.times.length).toBeGreaterThan(30);
    expect(seen.times.length).toBeLessThan(70);
    expectTimes(seen.times, constantRate(100, 25).slice(0, seen.times.length));
  });

  test.skipIf(skipped)('a last frame that is shown for long is not a missing end', async () => {
    const file = make(`slides-${decoder}.mp4`, { times: [0, 10, 20] });
    const seen = await readAll(file);
    expect(seen.error).toBeNull();
    expectTimes(seen.times, [0, 10, 20]);
  });

  test.skipIf(skipped)('frames left out after the last one are not a missing end', async () => {
    const seen = await readAll(make(`rare-${decoder}.mp4`, { times: constantRate(90, 10) }), { fps: 0.2 });
    expect(seen.error).toBeNull();
    expectTimes(seen.times, [0, 5]);
  });

  test.skipIf(skipped)('noise in the middle of a file is reported after the last frame', async () => {
    const bytes = readFileSync(
      make(`noise-${decoder}.mp4`, { times: constantRate(100, 25), width: 320, height: 240 }),
    );
    const middle = Math.floor(bytes.indexOf('mdat') + (bytes.indexOf('moov') - bytes.indexOf('mdat')) / 2);
    for (let i = 0; i < 300; i++) bytes[middle + i] = (i * 73 + 41) % 256;
    writeFileSync(path(`noise-${decoder}.mp4`), bytes);
    const seen = await readAll(path(`noise-${decoder}.mp4`));
    expect(seen.error).toBeInstanceOf(TruncatedMediaError);
    expect(seen.times.at(-1)).toBeCloseTo(3.96, 3);
  });

  test.skipIf(skipped)('what is not a video is refused in one clear line', async () => {
    writeFileSync(path('text.mp4'), 'I am a text, not a video.\n'.repeat(100));
    writeFileSync(path('sound.mp4'), makeWav(0.5));
    const index = readFileSync(make(`index-${decoder}.mp4`, { times: constantRate(50, 25) }));
    writeFileSync(path(`index-${decoder}.mp4`), index.subarray(0, index.length / 2));
    await expect(open(path('text.mp4'))).rejects.toThrow(/text\.mp4 isn't a video that can be read/);
    await expect(open(path('sound.mp4'))).rejects.toThrow(/sound\.mp4 has no video stream$/);
    await expect(open(path(`index-${decoder}.mp4`))).rejects.toThrow(/cut off before its index/);
    await expect(open(path('text.mp4'))).rejects.toBeInstanceOf(UnsupportedMediaError);
  });

  test.skipIf(skipped)('leaving the loop, an abort and dispose each end the decoder', async () => {
    const file = make(`long-${decoder}.mp4`, { times: constantRate(200, 25), width: 320, height: 240 });
    const threads = () => (process.platform === 'linux' ? readdirSync('/proc/self/task').length : 0);
    const processes = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
    await vi.waitFor(() => expect(processes()).toBe(0), 5000);
    const before = threads();

    const left = await open(file);
    for await (const frame of left.frames()) if (frame.timestamp! > 0.2) break;

    const controller = new AbortController();
    const aborted = await open(file, { signal: controller.signal });
    let seen = 0;
    const loop = async () => {
      for await (const _ of aborted.frames()) if (++seen === 5) controller.abort(new Error('enough'));
    };
    await expect(loop()).rejects.toThrow('enough');
    expect(seen).toBe(5);

    const unread = await open(file);
    await unread.dispose();
    await unread.dispose();

    await vi.waitFor(() => expect([threads(), processes()]).toEqual([before, 0]), 5000);
  });

  test.skipIf(skipped)('leaving the loop ends the decoder however much of its pipe is unread', async () => {
    // Pictures that are small beside the pipe, so that dozens wait in it, and large ones.
    for (const [width, height] of [
      [64, 48],
      [640, 480],
    ]) {
      const file = make(`left-${width}-${decoder}.mp4`, { times: constantRate(100, 25), width, height });
      for (let frames = 1; frames <= 8; frames++) {
        const video = await open(file);
        let seen = 0;
        for await (const _ of video.frames()) if (++seen === frames) break;
        expect(seen).toBe(frames);
      }
    }
  });

  test.skipIf(skipped)(
    'a picture kept for too long loses its pixels instead of showing another picture',
    async () => {
      const video = await open(make(`kept-${decoder}.mp4`, { times: constantRate(20, 25) }));
      const kept: Frame[] = [];
      for await (const frame of video.frames()) kept.push(frame);
      expect(kept[0].image.data.length).toBe(0);
    },
  );

  test.skipIf(skipped)('frames can be read once', async () => {
    const video = await open(make(`once-${decoder}.mp4`, { times: [0, 0.1] }));
    for await (const frame of video.frames()) expect(frame.timestamp).not.toBeNull();
    await expect(video.frames().next()).rejects.toThrow('frames() can be read once');
  });
});

test('a missing file, an empty one and a folder are each named for what they are', async () => {
  writeFileSync(path('empty.mp4'), '');
  await expect(openVideo(path('missing.mp4'))).rejects.toThrow(
    new InputError(`${path('missing.mp4')} doesn't exist`),
  );
  await expect(openVideo(path('empty.mp4'))).rejects.toThrow(new InputError(`${path('empty.mp4')} is empty`));
  await expect(openVideo(folder)).rejects.toThrow(new InputError(`${folder} is a folder, not a video`));
});

test('where nothing decodes, one line says how to get a decoder', async () => {
  const file = make('fine.mp4', { times: [0, 0.1] });
  const missing = () => Promise.reject(new DecoderUnavailableError('not installed'));
  const error = await openVideo(file, {}, [missing, missing]).catch((caught) => caught);
  expect(error).toBeInstanceOf(UnsupportedMediaError);
  expect(error.message).toMatch(/fine\.mp4 can't be decoded here: .*npm install node-av.*FFmpeg/);
  expect(error.message).not.toContain('\n');
});

test('where the first way is not installed, the second is taken', async () => {
  const file = make('second.mp4', { times: [0, 0.1] });
  const missing = () => Promise.reject(new DecoderUnavailableError('not installed'));
  const video = await openVideo(file, {}, [missing, openDecodeThread]);
  expect(video.decoder).toBe('node-av');
  await video.dispose();
});

test('a file name with a colon is a file name', async () => {
  const plain = make('colon.mp4', { times: [0, 0.1] });
  writeFileSync(path('12:30.mp4'), readFileSync(plain));
  const video = await openVideo(path('12:30.mp4'));
  expect(video.width).toBe(64);
  await video.dispose();
});

test('memory does not grow with the length of a video', async () => {
  const file = make('many.mp4', { times: constantRate(1500, 100), width: 320, height: 240 });
  const video = await openVideo(file);
  let early = 0;
  let n = 0;
  for await (const _ of video.frames()) if (++n === 200) early = process.memoryUsage().rss;
  expect(n).toBe(1500);
  // 1300 pictures of 230 kB would be 300 MB.
  expect(process.memoryUsage().rss - early).toBeLessThan(60e6);
});
