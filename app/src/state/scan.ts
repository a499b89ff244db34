import { computed, signal } from '@preact/signals';
import { sampledFrames, type Video, type VideoSource } from 'affect-detect/browser';

/** A video that is read from its beginning to its end, as fast as this machine can. */
export interface Scan {
  /** Frames to read of each second. */
  readonly fps: number;
  /** `performance.now()` at its beginning. */
  readonly startedAt: number;
}

export const SCAN_RATES = [2, 5, 10, 30] as const;

/** The video file that is being read as a whole; `null` where it plays at its own speed. */
export const scan = signal<Scan | null>(null);
/** Frames to read of each second of a whole video. */
export const scanRate = signal<number>(10);
/** How far the reading is, seconds of the video. */
export const scanned = signal(0);

/** How much faster than the video plays it is being read; `null` while that isn't known. */
export const scanSpeed = computed(() => {
  const running = scan.value;
  if (running === null || scanned.value < 1) return null;
  return scanned.value / ((performance.now() - running.startedAt) / 1000);
});

let change = new AbortController();

/** Read the whole video on show. */
export function startScan(): void {
  scanned.value = 0;
  scan.value = { fps: scanRate.peek(), startedAt: performance.now() };
  change.abort();
}

/** Leave the video where it is; what was read stays on show. */
export function stopScan(): void {
  if (scan.peek() === null) return;
  scan.value = null;
  change.abort();
}

/** A source that waits for the user before it is read again, once its frames have come to an end. */
export interface RestingSource extends VideoSource {
  readonly isResting: boolean;
}

/** The frames of a video file: those that it shows, or, while a scan is on, all of them. */
export function scannable(video: Video): RestingSource {
  let isResting = false;
  return {
    element: video.element,
    get isResting() {
      return isResting;
    },
    async *frames({ signal: outer } = {}) {
      change = new AbortController();
      const running = scan.peek();
      const end = outer ? AbortSignal.any([outer, change.signal]) : change.signal;
      isResting = false;
      if (running === null) {
        yield* video.frames({ signal: end });
        return;
      }
      try {
        for await (const frame of sampledFrames(video.element, { fps: running.fps, signal: end })) {
          scanned.value = frame.timestamp;
          yield frame;
        }
      } finally {
        // Not if the user has begun another one meanwhile.
        if (scan.peek() === running) scan.value = null;
        isResting = scan.peek() === null;
      }
    },
    dispose: () => video.dispose(),
  };
}
