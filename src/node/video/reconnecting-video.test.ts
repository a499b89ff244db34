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
