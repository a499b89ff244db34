import { expect, test } from 'vitest';
import { cameraInputs, clipSource } from './camera-input.js';

const WISHES = { width: 1280, height: 720, fps: 30 };

test('on Linux, JPEGs are asked for first, since most cameras give 720p at 30 frames a second as those only', () => {
  const [first, second, last] = cameraInputs('/dev/video2', WISHES, 'linux');
  expect(first).toEqual({
    format: 'v4l2',
    url: '/dev/video2',
    options: { video_size: '1280x720', framerate: '30', input_format: 'mjpeg' },
  });
  expect(second.options).toEqual({ video_size: '1280x720', framerate: '30' });
  expect(last.options).toEqual({});
});

test('on macOS and Windows, the camera is named in their way, and asked for less if it refuses', () => {
  const mac = cameraInputs('FaceTime HD Camera', { ...WISHES, fps: 10 }, 'darwin');
  expect(mac.map(({ format, url }) => `${format} ${url}`)).toEqual(
    Array(4).fill('avfoundation FaceTime HD Camera'),
  );
  expect(mac[1].options).toEqual({ video_size: '1280x720', framerate: '30' });
  const windows = cameraInputs('Integrated Camera', WISHES, 'win32');
  expect(windows[0]).toMatchObject({ format: 'dshow', url: 'video=Integrated Camera' });
  expect(windows.at(-1)?.options).toEqual({});
});

test("FFmpeg's own sources run in real time, on every system", () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(cameraInputs('lavfi:testsrc=size=64x48', WISHES, platform)).toEqual([
      { format: 'lavfi', url: 'testsrc=size=64x48,realtime', options: {} },
    ]);
  }
});

test('what is special in a filter graph is escaped in the name of a clip, twice', () => {
  expect(clipSource("/a b/it's [1], x:y;z.mp4")).toBe(
    "lavfi:movie=/a b/it\\\\\\'s \\[1\\]\\, x\\\\:y\\;z.mp4:loop=0,setpts=N/FRAME_RATE/TB",
  );
});
