import { computed, signal } from '@preact/signals';
import {
  type Camera,
  type CameraDevice,
  listCameras,
  openCamera,
  openScreen,
  openVideo,
  type StreamSource,
  type Video,
} from 'affect-detect/browser';
import type { Sample } from '../samples.js';
import { detectorReady, detectorState } from './detector.js';
import { readStream } from './read-stream.js';
import { clearReading, showStill } from './reading.js';
import { scannable, stopScan } from './scan.js';
import { CAMERA_SIZES, cameraHeight, mirror } from './settings.js';

/** What the page looks at. */
export type Source =
  | {
      readonly kind: 'image';
      readonly name: string;
      readonly description: string;
      readonly url: string;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly kind: 'video';
      readonly name: string;
      readonly video: Video;
      /** Whether it is only played, beside a session that was read from it before. */
      readonly isReplay?: boolean;
    }
  | { readonly kind: 'camera'; readonly name: string; readonly camera: Camera }
  | { readonly kind: 'screen'; readonly name: string; readonly camera: StreamSource };

export const source = signal<Source | null>(null);
/** What went wrong last, and is still worth knowing. */
export const notice = signal<string | null>(null);
/** Whether a source is being opened. */
export const opening = signal<'camera' | 'screen' | 'file' | null>(null);
/** Cameras to choose from; known by name only after one has been allowed. */
export const cameras = signal<readonly CameraDevice[]>([]);
/** The sample on show. */
export const sampleId = signal<string | null>(null);

/** Whether the picture is shown as in a mirror: a front camera is one to most people, a camera that looks away is not. */
export const mirrored = computed(() => {
  if (source.value?.kind !== 'camera' || !mirror.value) return false;
  return source.value.camera.stream.getVideoTracks()[0].getSettings().facingMode !== 'environment';
});

// Systems that know no type for a file leave it empty.
const VIDEO_NAME = /\.(mp4|m4v|mov|webm|mkv|avi|ogv)$/i;

/** Ends whatever the current source holds: tracks, decoders, object URLs. */
let current = new AbortController();

/** Start a camera, or change to another one. */
export async function startCamera(deviceId?: string): Promise<void> {
  await open('camera', async (signal) => {
    const camera = await openCamera({ deviceId, ...CAMERA_SIZES[cameraHeight.peek()] });
    const name = camera.device.label || 'Camera';
    if (!own(signal, () => camera.dispose())) return;
    source.value = { kind: 'camera', name, camera };
    refreshCameras();
    await readLive('camera', name, camera, signal);
  });
}

/** Look at a screen, a window or a tab; the browser lets the user choose which. */
export async function startScreen(): Promise<void> {
  await open('screen', async (signal) => {
    const screen = await openScreen();
    const name = screenName(screen);
    if (!own(signal, () => screen.dispose())) return;
    source.value = { kind: 'screen', name, camera: screen };
    await readLive('screen', name, screen, signal);
  });
}

const LOST = {
  camera: 'The camera was unplugged, or another program took it.',
  screen: 'The sharing was ended in the browser, or what was shared was closed.',
} as const;

async function readLive(
  kind: 'camera' | 'screen',
  name: string,
  live: StreamSource,
  signal: AbortSignal,
): Promise<void> {
  live.stopped.then((reason) => {
    if (reason !== 'lost' || signal.aborted) return;
    stop();
    notice.value = LOST[kind];
  });
  await read(signal, async () => readStream(await detectorReady, live, { kind, name }, signal));
}

function screenName({ stream }: StreamSource): string {
  const { displaySurface } = stream.getVideoTracks()[0].getSettings();
  return { browser: 'Tab', window: 'Window', monitor: 'Screen' }[displaySurface ?? ''] ?? 'Screen';
}

/** Whether a file is a video, as far as its type or its name says. */
export function isVideoFile(file: File): boolean {
  return file.type ? file.type.startsWith('video/') : VIDEO_NAME.test(file.name);
}

/** Show a picture or a video that the user gave. */
export async function openFile(file: File): Promise<void> {
  await open('file', (signal) =>
    isVideoFile(file) ? showVideo(file, file.name, signal) : showImage(file, file.name, file.name, signal),
  );
}

/** Show a sample of the project. */
export async function openSample(sample: Sample): Promise<void> {
  await open('file', async (signal) => {
    sampleId.value = sample.id;
    if (sample.kind === 'video') return showVideo(sample.url, sample.title, signal);
    const response = await fetch(sample.url, { signal });
    if (!response.ok) throw new Error(`The sample can't be fetched (HTTP ${response.status}).`);
    return showImage(await response.blob(), sample.title, sample.description, signal);
  });
}

/** Show a video that is not read: `play` is given its element, until another source takes its place. */
export async function openReplay(
  file: File,
  play: (element: HTMLVideoElement, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  await open('file', async (signal) => {
    const video = await openVideo(file);
    if (!own(signal, () => video.dispose())) return;
    source.value = { kind: 'video', name: file.name, video, isReplay: true };
    await read(signal, () => play(video.element, signal));
  });
}

/** Stop the source; a camera's light goes off, and a screen is no longer shared. */
export function stop(): void {
  current.abort();
  stopScan();
  source.value = null;
  sampleId.value = null;
  notice.value = null;
  opening.value = null;
  clearReading();
}

/** List the cameras anew. */
export async function refreshCameras(): Promise<void> {
  cameras.value = await listCameras();
}

/** Open a source in place of the one on show; `signal` is aborted when the next one takes its place. */
export async function open(
  what: 'camera' | 'screen' | 'file',
  show: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  stop();
  const controller = new AbortController();
  current = controller;
  opening.value = what;
  try {
    await show(controller.signal);
  } catch (error) {
    // What fails after the user has moved on is no news.
    if (controller.signal.aborted) return;
    stop();
    notice.value = sentence(error);
  }
}

async function showImage(blob: Blob, name: string, description: string, signal: AbortSignal): Promise<void> {
  const { width, height, url } = await decode(blob, name);
  if (!own(signal, () => URL.revokeObjectURL(url))) return;
  source.value = { kind: 'image', name, description, url, width, height };
  await read(signal, async () => {
    const detector = await detectorReady;
    // Who has gone on meanwhile shall not wait for this one.
    if (signal.aborted) return;
    const reading = await detector.detect(blob, { source: name });
    if (!signal.aborted) showStill(reading);
  });
}

async function showVideo(input: Blob | string, name: string, signal: AbortSignal): Promise<void> {
  const video = await openVideo(input);
  if (!own(signal, () => video.dispose())) return;
  source.value = { kind: 'video', name, video };
  await read(signal, async () => {
    const detector = await detectorReady;
    if (signal.aborted) return;
    await video.element.play();
    await readStream(detector, scannable(video), { kind: 'video', name }, signal);
  });
}

/** Let a resource live as long as the source; frees it at once where the user has already moved on. */
export function own(signal: AbortSignal, free: () => void): boolean {
  if (signal.aborted) free();
  else signal.addEventListener('abort', free, { once: true });
  return !signal.aborted;
}

/** The source is open; a failure to read it leaves it on show, with the reason beside it. */
async function read(signal: AbortSignal, run: () => Promise<void>): Promise<void> {
  opening.value = null;
  try {
    await run();
  } catch (error) {
    // That the models are missing is said for as long as they are, and not only by this source.
    if (!signal.aborted && detectorState.peek().status !== 'failed') notice.value = sentence(error);
  }
}

async function decode(blob: Blob, name: string): Promise<{ width: number; height: number; url: string }> {
  const url = URL.createObjectURL(blob);
  const size = await pictureSize(url);
  if (size !== null) return { ...size, url };
  URL.revokeObjectURL(url);
  throw new Error(
    `${name} can't be decoded: it is not a picture or video that this browser knows, or it is damaged.`,
  );
}

/** @returns size of a picture, pixels; `null` if the browser can't decode it */
export async function pictureSize(url: string): Promise<{ width: number; height: number } | null> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return { width: image.naturalWidth, height: image.naturalHeight };
  } catch {
    return null;
  }
}

/** An error's message as a sentence; a file's name at its beginning stays as it is. */
export function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const text = /^[a-z]+ /.test(message) ? message[0].toUpperCase() + message.slice(1) : message;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
