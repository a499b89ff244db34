import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { collect } from '../../../test/support/async.js';
import { type Frame, UnsupportedMediaError } from '../../core/index.js';
import { ReconnectingVideo } from './reconnecting-video.js';
import type { Video } from './video.js';
import type { VideoOptions } from './video-options.js';

/** A live stream that gives frames at some times, and then is lost or ends. */
function camera(times: readonly number[], isLost: boolean): Video {
  return {
    name: 'rtsp://camera/1',
    width: 4,
    height: 4,
    duration: null,
    frameRate: 10,
    decoder: 'node-av',
    async *frames() {
      const image = { data: new Uint8Array(48), width: 4, height: 4, channels: 3 } as const;
      for (const timestamp of times) yield { image, width: 4, height: 4, timestamp } satisfies Frame;
      if (isLost) throw new UnsupportedMediaError('rtsp://camera/1 is lost');
    },
    async dispose() {},
    async [Symbol.asyncDispose]() {},
  };
}

/** The timestamps of a stream that is lost once, and what it was opened with again. */
async function read(options: VideoOptions, later: Video) {
  const reopened: VideoOptions[] = [];
  const open = async (changed: VideoOptions) => {
    reopened.push(changed);
    return later;
  };
  const video = new ReconnectingVideo(camera([0, 0.1, 0.2], true), open, options);
  const times = (await collect(video.frames())).map(({ timestamp }) => timestamp!);
  return { times, reopened };
}

test('where the end comes while there is no connection, a live stream ends there', async () => {
  expect(await read({ end: 0.5 }, camera([0], true))).toEqual({ times: [0, 0.1, 0.2], reopened: [] });
});

test('start and end count from the first connection, not from each', async () => {
  const { times, reopened } = await read({ start: 0.2, end: 1.4 }, camera([0, 0.1], false));
  expect(times.slice(0, 3)).toEqual([0, 0.1, 0.2]);
  expect(times[3]).toBeGreaterThan(1.2);
  expect(reopened).toEqual([{ start: 0, end: expect.closeTo(1.4 - times[3], 6) }]);
});

test('disposing while the stream is lost ends the frames at once, and connects no more', async () => {
  let opened = 0;
  const open = async () => {
    opened++;
    return camera([0], true);
  };
  const video = new ReconnectingVideo(camera([0, 0.1], true), open, {});
  const frames = collect(video.frames());
  await sleep(50);
  const began = performance.now();
  await video.dispose();
  expect(await frames).toHaveLength(2);
  expect(performance.now() - began).toBeLessThan(500);
  expect(opened).toBe(0);
});

test('a connection that comes back only after disposing is closed', async () => {
  let isClosed = false;
  const late = {
    ...camera([0], true),
    async dispose() {
      isClosed = true;
    },
  };
  let video: ReconnectingVideo;
  const open = async () => {
    await video.dispose();
    return late;
  };
  video = new ReconnectingVideo(camera([0], true), open, {});
  expect(await collect(video.frames())).toHaveLength(1);
  expect(isClosed).toBe(true);
});

test('a camera that was closed here is not taken for one that was restarted', async () => {
  const lost: string[] = [];
  const video = new ReconnectingVideo(camera([0, 0.1], false), async () => camera([0], true), {
    onLost: (message) => lost.push(message),
  });
  const frames = video.frames();
  await frames.next();
  await video.dispose();
  expect(await collect(frames)).toHaveLength(1);
  expect(lost).toEqual([]);
});

test('an abort while the stream is lost throws its reason', async () => {
  const controller = new AbortController();
  const options = { signal: controller.signal, onLost: () => controller.abort(new Error('enough')) };
  const video = new ReconnectingVideo(camera([0], true), async () => camera([0], true), options);
  await expect(collect(video.frames())).rejects.toThrow('enough');
});
