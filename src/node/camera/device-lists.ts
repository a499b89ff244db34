import type { CameraDevice } from './camera.js';

/** @param text lines like `[AVFoundation indev @ 0x7f] [0] FaceTime HD Camera`, cameras first, then microphones */
export function parseAvfoundationList(text: string): CameraDevice[] {
  const [cameras] = text.split(/AVFoundation audio devices/);
  return [...cameras.matchAll(/^\[AVFoundation[^\]]*\] \[(\d+)\] (.+?)\r?$/gm)]
    .map(([, id, label]) => ({ id, label }))
    .filter(({ label }) => !/^Capture screen/.test(label));
}

/** @param text lines like `[dshow @ 0000] "Integrated Camera" (video)`, in older versions below a heading */
export function parseDshowList(text: string): CameraDevice[] {
  const [cameras] = text.split(/DirectShow audio devices/);
  return [...cameras.matchAll(/^\[[^\]]*\] +"(.+)"(?: \((\w+)\))?\r?$/gm)]
    .filter(([, , kind = 'video']) => kind === 'video')
    .map(([, name]) => ({ id: name, label: name }));
}
