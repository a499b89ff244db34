import { effect, signal } from '@preact/signals';
import { chosenFace, result } from '../state/reading.js';
import type { Source } from '../state/source.js';
import { type Condition, conditionOf, type PictureState } from './condition.js';
import { LumaMeter } from './luma-meter.js';
import { Steady } from './steady.js';

/** What is wrong with the picture on show. */
export const condition = signal<Condition | null>(null);

const LOOK_MS = 400;
/** A message about a moving picture waits so long, seconds, for it to change its mind. */
const STEADY_SECONDS = 0.7;

/**
 * Watch the picture on show, and say in {@link condition} what is wrong with it.
 * @returns ends the watch
 */
export function watchPicture(picture: HTMLVideoElement | HTMLImageElement, kind: Source['kind']): () => void {
  const meter = new LumaMeter();
  const isStill = kind === 'image';
  const steady = new Steady<Condition>(isStill ? 0 : STEADY_SECONDS);
  const look = () => {
    const now = performance.now() / 1000;
    const state = stateOf(picture, kind, meter, now);
    condition.value = steady.update(state && conditionOf(state), now);
  };
  const stop = isStill
    ? effect(() => {
        chosenFace.value;
        result.value;
        look();
      })
    : every(LOOK_MS, look);
  return () => {
    stop();
    condition.value = null;
  };
}

function stateOf(
  picture: HTMLVideoElement | HTMLImageElement,
  kind: Source['kind'],
  meter: LumaMeter,
  now: number,
): PictureState | null {
  const size = sizeOf(picture);
  if (result.peek() === null || size.width === 0) return null;
  const { luma, stillSeconds } = meter.look(picture, size, now);
  const view = chosenFace.peek();
  return {
    isMuted: kind === 'camera' && isMuted(picture),
    // Videos and screens may well stand still.
    stillSeconds: kind === 'camera' ? stillSeconds : 0,
    luma,
    face: view && {
      side: Math.min(view.face.box.width, view.face.box.height),
      luma: meter.luma(picture, view.face.box),
      isUncertain: view.expression === null,
    },
  };
}

function sizeOf(picture: HTMLVideoElement | HTMLImageElement): { width: number; height: number } {
  return picture instanceof HTMLVideoElement
    ? { width: picture.videoWidth, height: picture.videoHeight }
    : { width: picture.naturalWidth, height: picture.naturalHeight };
}

/** A track is muted while its camera gives nothing: another program or a switch has it. */
function isMuted(picture: HTMLVideoElement | HTMLImageElement): boolean {
  const stream = picture instanceof HTMLVideoElement ? picture.srcObject : null;
  return stream instanceof MediaStream && stream.getVideoTracks().every(({ muted }) => muted);
}

function every(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}
