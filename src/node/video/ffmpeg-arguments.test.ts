import { expect, test } from 'vitest';
import { ffmpegArguments, parseFrameLine } from './ffmpeg-arguments.js';
import { selectFrames } from './video-options.js';

const address = { kind: 'file', url: 'file:a', options: {}, name: 'a' } as const;
const plan = { filters: 'null' };
const video = { stream: { frameRate: 25 }, index: 0, origin: 0, canSeek: true, isUntimed: false } as const;
const args = (version: string) => ffmpegArguments(address, video, plan, selectFrames(), version).join(' ');

test.each(['ffmpeg version 4.4.2-0ubuntu0.22.04.1', 'ffmpeg version n5.0.1'])(
  '%s is asked by the old name',
  (version) => {
    expect(args(version)).toContain('-vsync passthrough');
    expect(args(version)).not.toContain('-fps_mode');
  },
);

test.each(['ffmpeg version 5.1.9-0+deb12u1', 'ffmpeg version n8.0', 'ffmpeg version N-118193-g5f5fbf5a4c'])(
  '%s is asked by the new name',
  (version) => {
    expect(args(version)).toContain('-fps_mode passthrough');
    expect(args(version)).not.toContain('-vsync');
  },
);

test('a line about a frame gives its time and duration in seconds, a line about the stream nothing', () => {
  expect(parseFrameLine('0,     -33333,     133333,    33333,        3, 0x047a020a')).toEqual({
    time: 0.133333,
    duration: 0.033333,
  });
  expect(parseFrameLine('#tb 0: 1/1000000')).toBeNull();
});
