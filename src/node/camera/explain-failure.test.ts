import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { CameraFailure } from './camera-feed.js';
import { errnoOf } from './errno-of.js';
import { explainFailure } from './explain-failure.js';

const { EACCES, EBUSY, EINVAL, EIO, ENODEV, ENOENT } = constants.errno;

function explain(errno: number, platform: NodeJS.Platform = 'linux'): string {
  return explainFailure('/dev/video0', new CameraFailure('open', errno, 'the reason'), platform);
}

test('what keeps a camera from being opened is said with what to do about it', () => {
  expect(explain(ENOENT)).toContain('there is no camera /dev/video0');
  expect(explain(ENODEV)).toContain('--list-devices');
  expect(explain(EBUSY)).toContain('/dev/video0 is busy; close the other program');
  expect(explain(EACCES)).toContain('usermod -aG video');
  expect(explain(EACCES, 'darwin')).toContain('System Settings');
  expect(explain(EACCES, 'win32')).toContain('Settings > Privacy & security > Camera');
});

test("FFmpeg's reason is repeated where there is no better one", () => {
  expect(explain(EINVAL)).toBe("the camera /dev/video0 can't be opened (the reason)");
  expect(explain(EIO, 'win32')).toContain('(the reason); is it in use, or not allowed for this program?');
});

test('a camera that stops is told from one that never began', () => {
  const failure = new CameraFailure('read', ENODEV, 'No such device');
  expect(explainFailure('/dev/video0', failure)).toBe(
    'the camera /dev/video0 was unplugged or gives no more pictures (No such device)',
  );
});

test.each([
  ['[video4linux2,v4l2 @ 0x55] Cannot open video device /dev/video0: No such file or directory', ENOENT],
  ['/dev/video0: Device or resource busy', EBUSY],
  ['/dev/video0: Permission denied', EACCES],
  ['[in#0 @ 0x6] Error opening input: Input/output error', EIO],
  ['/dev/video0: No such device', ENODEV],
  ['Conversion failed!', 0],
])("in the line '%s' of FFmpeg's the system's error is recognised", (line, errno) => {
  expect(errnoOf(line)).toBe(errno);
});
