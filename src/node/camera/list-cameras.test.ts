import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseAvfoundationList, parseDshowList } from './device-lists.js';
import { listVideo4Linux } from './list-cameras.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-v4l-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function addDevice(name: string, label: string, index: number): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'name'), `${label}\n`);
  writeFileSync(join(folder, name, 'index'), `${index}\n`);
}

test("Linux's cameras are listed by number, without the devices that carry data about their pictures", async () => {
  addDevice('video10', 'Third camera', 0);
  addDevice('video2', 'Second camera', 0);
  addDevice('video1', 'First camera', 1);
  addDevice('video0', 'First camera', 0);
  addDevice('v4l-subdev0', 'a sensor', 0);
  expect(await listVideo4Linux(folder)).toEqual([
    { id: '/dev/video0', label: 'First camera' },
    { id: '/dev/video2', label: 'Second camera' },
    { id: '/dev/video10', label: 'Third camera' },
  ]);
});

test('a Linux without any video device has no camera', async () => {
  expect(await listVideo4Linux(join(folder, 'nothing'))).toEqual([]);
});

test("FFmpeg's list on macOS is read up to the microphones, without screens", () => {
  const text = `[AVFoundation indev @ 0x14] AVFoundation video devices:
[AVFoundation indev @ 0x14] [0] FaceTime HD Camera
[AVFoundation indev @ 0x14] [1] Capture screen 0
[AVFoundation indev @ 0x14] AVFoundation audio devices:
[AVFoundation indev @ 0x14] [0] MacBook Pro Microphone
`;
  expect(parseAvfoundationList(text)).toEqual([{ id: '0', label: 'FaceTime HD Camera' }]);
});

test("FFmpeg's lists on Windows are read in their old and new form, without microphones", () => {
  const now = `[dshow @ 000001] "Integrated Camera" (video)\r
[dshow @ 000001]   Alternative name "@device_pnp_..."\r
[dshow @ 000001] "Microphone (Realtek)" (audio)\r
`;
  const old = `[dshow @ 000001] DirectShow video devices (some may be both video and audio devices)\r
[dshow @ 000001]  "Integrated Camera"\r
[dshow @ 000001]     Alternative name "@device_pnp_..."\r
[dshow @ 000001] DirectShow audio devices\r
[dshow @ 000001]  "Microphone (Realtek)"\r
`;
  for (const text of [now, old]) {
    expect(parseDshowList(text)).toEqual([{ id: 'Integrated Camera', label: 'Integrated Camera' }]);
  }
});
