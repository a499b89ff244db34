import { effect, type Signal, signal } from '@preact/signals';
import { DEFAULT_SMOOTHING, DEFAULT_THRESHOLD } from 'affect-detect';
import { launchOptions } from './launch-options.js';

/** Probability from which an expression is named. */
export const threshold = persisted<number>('threshold', DEFAULT_THRESHOLD, launchOptions.threshold);
/** Time constant of the smoothing, seconds. */
export const smoothing = persisted<number>('smoothing', DEFAULT_SMOOTHING);
/** Whether the camera's picture is shown as in a mirror. */
export const mirror = persisted<boolean>('mirror', true);
/** Sizes to ask a camera for, by height, pixels. */
export const CAMERA_SIZES: Readonly<Record<number, { readonly width: number; readonly height: number }>> = {
  480: { width: 640, height: 480 },
  720: { width: 1280, height: 720 },
  1080: { width: 1920, height: 1080 },
};
/** Height of the picture to ask a camera for, pixels; one of {@link CAMERA_SIZES}. */
export const cameraHeight = persisted<number>('cameraHeight', 720);

/** Back to the defaults. */
export function resetSettings(): void {
  threshold.value = DEFAULT_THRESHOLD;
  smoothing.value = DEFAULT_SMOOTHING;
  mirror.value = true;
}

/**
 * A signal whose value outlives the page, where the browser lets it.
 * @param asked value for this visit; unless the user changes it, what was stored before stays for the next one
 */
function persisted<T extends number | boolean>(name: string, fallback: T, asked: T | null = null): Signal<T> {
  const key = `affect-detect.${name}`;
  const value = signal(asked ?? read(key, fallback));
  let isAsked = asked !== null;
  effect(() => {
    const text = JSON.stringify(value.value);
    if (isAsked) {
      isAsked = false;
      return;
    }
    try {
      localStorage.setItem(key, text);
    } catch {
      // A browser that keeps no site data still shows the page.
    }
  });
  return value;
}

function read<T>(key: string, fallback: T): T {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof stored === typeof fallback ? stored : fallback;
  } catch {
    return fallback;
  }
}
