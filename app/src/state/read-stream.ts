import { effect } from '@preact/signals';
import type { AffectDetector, VideoSource } from 'affect-detect/browser';
import { LiveStream, type StreamOrigin } from '../recording/live.js';
import { showFrame } from './reading.js';
import { type RestingSource, scan, stopScan } from './scan.js';
import { smoothing } from './settings.js';

/**
 * Read a video source until it is stopped. A video that ends may be played again, and one that is sought backwards
 * begins a new stream there.
 * @throws {TruncatedMediaError} if a video breaks off or is damaged; what was read up to there stays on show
 */
export async function readStream(
  detector: AffectDetector,
  source: VideoSource | RestingSource,
  origin: StreamOrigin,
  signal: AbortSignal,
): Promise<void> {
  try {
    while (!signal.aborted) {
      await readOnce(detector, source, origin, signal);
      const isResting = 'isResting' in source && source.isResting;
      if (source.element.ended || isResting) await goesOn(source.element, signal);
      else if (source.element.srcObject) return;
    }
  } catch (error) {
    refuseScans(signal);
    throw error;
  }
}

/** Nothing reads the source any more: a reading of the whole that is asked for now would never get on. */
function refuseScans(signal: AbortSignal): void {
  if (signal.aborted) return;
  const stop = scan.subscribe((running) => {
    if (running !== null) queueMicrotask(stopScan);
  });
  signal.addEventListener('abort', stop, { once: true });
}

async function readOnce(
  detector: AffectDetector,
  source: VideoSource,
  origin: StreamOrigin,
  signal: AbortSignal,
): Promise<void> {
  const stream = await detector.openStream({ smoothing: smoothing.peek() });
  const stopAdjusting = effect(() => {
    stream.adjust({ smoothing: smoothing.value }).catch(() => {});
  });
  const live = new LiveStream(origin);
  try {
    for await (const frame of source.frames({ signal })) {
      const started = performance.now();
      const result = await stream.detect(frame);
      if (signal.aborted) return;
      showFrame(result, performance.now() - started, !source.element.paused || scan.peek() !== null);
      live.keep(result);
    }
  } finally {
    live.end();
    stopAdjusting();
    await stream.close();
  }
}

/** Wait until the video is played or sought, or is to be read as a whole. */
function goesOn(element: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const waiting = new AbortController();
    const end = () => {
      waiting.abort();
      stop();
      resolve();
    };
    const once = { once: true, signal: waiting.signal };
    for (const event of ['play', 'seeking']) element.addEventListener(event, end, once);
    signal.addEventListener('abort', end, once);
    const stop = scan.subscribe((running) => {
      // Told at once, too, before there is anything to stop.
      if (running !== null) queueMicrotask(end);
    });
  });
}
