import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { constantRate, makeVideo } from '../../../test/support/make-video.js';
import { CameraUnavailableError, type Frame } from '../../core/index.js';
import { DecoderUnavailableError } from '../video/picture-source.js';
import type { CameraOptions } from './camera.js';
import { CameraFailure, type CameraFeed } from './camera-feed.js';
import { openCameraThread } from './camera-thread.js';
import { openFfmpegCamera } from './ffmpeg-camera.js';
import { type OpenFeed, openCamera } from './open-camera.js';

// A thread needs compiled code; the build comes before the tests.
vi.mock('./worker-url.js', () => ({
  CAMERA_WORKER_URL: new URL('../../../dist/node/camera/camera-worker.js', import.meta.url),
}));

const HAS_FFMPEG = spawnSync('ffmpeg', ['-version']).status === 0;

/** Timestamps, sizes and a pixel of the first frames. */
async function read(frames: AsyncGenerator<Frame>, count: number, pauseMs = 0): Promise<number[]> {
  const times: number[] = [];
  for await (const { timestamp, image } of frames) {
    expect(image.data).toHaveLength(image.width * image.height * 3);
    times.push(timestamp!);
    if (times.length === count) break;
    await sleep(pauseMs);
  }
  return times;
}

describe.each([
  { name: 'node-av', way: openCameraThread, runs: true },
  { name: 'ffmpeg', way: openFfmpegCamera, runs: HAS_FFMPEG },
])('with $name', ({ name, way, runs }) => {
  const open = (options: CameraOptions) => openCamera(options, [way]);

  test.runIf(runs)('a source is read in real time, from 0 on', async () => {
    const camera = await open({ device: 'lavfi:testsrc=size=64x48:rate=25' });
    expect(camera).toMatchObject({ decoder: name, width: 64, height: 48 });
    const began = performance.now();
    const times = await read(camera.frames(), 20);
    const elapsed = (performance.now() - began) / 1000;
    expect(times[0]).toBe(0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(elapsed + 0.5);
    expect(elapsed).toBeGreaterThan(0.4);
  });

  test.runIf(runs)('a camera of 16 bits a pixel is read', async () => {
    const camera = await open({ device: 'lavfi:testsrc=size=64x48:rate=25,format=gray16le' });
    expect(await read(camera.frames(), 3)).toHaveLength(3);
  });

  test.runIf(runs)('a slow reader gets the newest frame, not the next one', async () => {
    const camera = await open({ device: 'lavfi:testsrc=size=64x48:rate=50' });
    const times = await read(camera.frames(), 4, 300);
    for (const [i, time] of times.entries()) if (i > 1) expect(time - times[i - 1]).toBeGreaterThan(0.15);
  });

  test.runIf(runs)('a camera that stops giving pictures is said to be gone, after its last one', async () => {
    const camera = await open({ device: 'lavfi:testsrc=size=64x48:rate=25:duration=0.4' });
    let frames = 0;
    const reading = (async () => {
      for await (const _ of camera.frames()) frames++;
    })();
    await expect(reading).rejects.toThrow(CameraUnavailableError);
    await expect(reading).rejects.toThrow('was unplugged or gives no more pictures');
    expect(frames).toBeGreaterThan(0);
  });

  test.runIf(runs)('what is no camera is refused in one line', async () => {
    const refusal = open({ device: '/dev/nonesuch' });
    await expect(refusal).rejects.toThrow(CameraUnavailableError);
    await expect(refusal).rejects.toThrow(/^there is no camera \/dev\/nonesuch; .*--list-devices/);
    await expect(open({ device: 'lavfi:nonesuch' })).rejects.toThrow(
      /^the camera lavfi:nonesuch can't be opened/,
    );
  });

  test.runIf(runs)('disposing ends the frames, and an abort throws its reason', async () => {
    const camera = await open({ device: 'lavfi:testsrc=size=64x48:rate=25' });
    setTimeout(() => camera.dispose(), 200);
    expect((await read(camera.frames(), 10_000)).length).toBeGreaterThan(0);
    await camera.dispose();

    const controller = new AbortController();
    const aborted = await open({ device: 'lavfi:testsrc=size=64x48:rate=25', signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 200);
    await expect(read(aborted.frames(), 10_000)).rejects.toThrow('enough');
  });
});

test('a video file stands in for a camera, whatever its name, and begins again at its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), "affect-detect-camera, it's [1]; "));
  try {
    const path = join(folder, 'clip: 1.mp4');
    makeVideo(path, { times: constantRate(15, 30) });
    for (const device of [path, `file:${path}`]) {
      const camera = await openCamera({ device });
      expect(camera).toMatchObject({ width: 64, height: 48, frameRate: 30 });
      let last = 0;
      for await (const { timestamp } of camera.frames()) {
        expect(timestamp).toBeGreaterThanOrEqual(last);
        last = timestamp!;
        if (last > 1.2) break;
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('at most as many frames a second are given as were asked for', async () => {
  const camera = await openCamera({ device: 'lavfi:testsrc=size=64x48:rate=50', fps: 5 });
  const times = await read(camera.frames(), 4);
  for (const [i, time] of times.entries()) expect(Math.floor(time * 5 + 1e-4)).toBeGreaterThanOrEqual(i);
});

test('a camera that hangs is given up, and closed', async () => {
  vi.useFakeTimers();
  try {
    let isStopped = false;
    const feed: CameraFeed = {
      decoder: 'node-av',
      frameRate: 30,
      size: { width: 2, height: 2, imageWidth: 2, imageHeight: 2 },
      next: () => new Promise(() => {}),
      async stop() {
        isStopped = true;
      },
    };
    const camera = await openCamera({ device: '/dev/video7' }, [async () => feed]);
    const first = camera.frames().next();
    const check = expect(first).rejects.toThrow(/\/dev\/video7 .*\(none came for 10 s\)/);
    await vi.advanceTimersByTimeAsync(10_000);
    await check;
    expect(isStopped).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test('a camera that never opens is given up, and closed if it opens after all', async () => {
  vi.useFakeTimers();
  try {
    let answer: (feed: CameraFeed) => void;
    const feed = new Promise<CameraFeed>((resolve) => {
      answer = resolve;
    });
    let opening: Promise<unknown>;
    const asked = new Promise<AbortSignal>((resolve) => {
      const open: OpenFeed = (_inputs, _maxSide, signal) => {
        resolve(signal);
        return feed;
      };
      opening = openCamera({ device: '/dev/video7' }, [open]);
    });
    const check = expect(opening!).rejects.toThrow(
      /^the camera \/dev\/video7 can't be opened \(no picture came for 30 s\)/,
    );
    const signal = await asked;
    await vi.advanceTimersByTimeAsync(29_000);
    expect(signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    await check;
    expect(signal.aborted).toBe(true);

    const stop = vi.fn(async () => {});
    const size = { width: 2, height: 2, imageWidth: 2, imageHeight: 2 };
    answer!({ decoder: 'node-av', frameRate: 30, size, next: async () => null, stop });
    await vi.advanceTimersByTimeAsync(0);
    expect(stop).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

test.runIf(HAS_FFMPEG)('an abort ends the wait for the first picture', async () => {
  const device = 'lavfi:testsrc=size=64x48,select=0';
  const began = performance.now();
  const opening = openCamera({ device, signal: AbortSignal.timeout(500) }, [openFfmpegCamera]);
  await expect(opening).rejects.toThrow(DOMException);
  expect(performance.now() - began).toBeLessThan(5000);
});

test('the next way is tried only where one does not run here', async () => {
  const unavailable = async () => {
    throw new DecoderUnavailableError('not here');
  };
  const busy = async () => {
    throw new CameraFailure('open', 16, 'busy');
  };
  await expect(openCamera({ device: '/dev/video7' }, [unavailable, busy])).rejects.toThrow(
    '/dev/video7 is busy',
  );
  await expect(openCamera({ device: '/dev/video7' }, [busy, unavailable])).rejects.toThrow(
    '/dev/video7 is busy',
  );
  await expect(openCamera({ device: '/dev/video7' }, [unavailable])).rejects.toThrow(/node-av|ffmpeg/i);
});

test('options that make no sense are refused', async () => {
  await expect(openCamera({ fps: 0 })).rejects.toThrow(new RangeError('fps must be above 0, got 0'));
  await expect(openCamera({ width: Number.NaN })).rejects.toThrow('width must be above 0, got NaN');
  await expect(openCamera({ device: 'file:/nonesuch.mp4' })).rejects.toThrow(CameraUnavailableError);
});
