import { batch, computed, signal } from '@preact/signals';
import type { Face, FrameResult } from 'affect-detect';
import { RateMeter } from './rate-meter.js';
import { threshold } from './settings.js';
import { type FaceLabel, labelOf, ShownLabels } from './shown-labels.js';

/** A face as the page shows it: named by the threshold of this moment, and without flicker where it moves. */
export interface FaceView extends FaceLabel {
  /** In a stream the face's stable id; in a still its number from left to right. From 1. */
  readonly id: number;
  readonly face: Face;
}

/** What was read from the frame on show; `null` before the first. */
export const result = signal<FrameResult | null>(null);
/** Frames read in a second, and how long one took; `null` for stills. */
export const rates = signal<{ readonly fps: number; readonly latencyMs: number } | null>(null);
/** The face that the user chose; `null` lets the page choose the biggest. */
export const chosenId = signal<number | null>(null);

const meter = new RateMeter();
const shownLabels = new ShownLabels();
/** How the faces of a frame of a moving picture were named, and by which threshold. */
const steady = signal<{
  readonly frame: FrameResult;
  readonly threshold: number;
  readonly labels: readonly FaceLabel[];
} | null>(null);

/** All faces of the frame on show, in the order of their ids. */
export const faces = computed<readonly FaceView[]>(() => {
  const found = result.value?.faces ?? [];
  const named = steady.value;
  const isSteady = named !== null && named.frame === result.value && named.threshold === threshold.value;
  const views = found.map((face, i) => {
    const { expression, probability } = isSteady ? named.labels[i] : labelOf(face, threshold.value);
    return { id: face.trackId ?? 0, face, expression, probability };
  });
  if (found.some(({ trackId }) => trackId !== null)) return views.sort((a, b) => a.id - b.id);
  return views.sort((a, b) => a.face.box.x - b.face.box.x).map((view, i) => ({ ...view, id: i + 1 }));
});

/** The face whose bars are shown. */
export const chosenFace = computed<FaceView | null>(() => {
  const area = ({ face }: FaceView) => face.box.width * face.box.height;
  const biggest = faces.value.toSorted((a, b) => area(b) - area(a))[0] ?? null;
  return faces.value.find(({ id }) => id === chosenId.value) ?? biggest;
});

/**
 * Show what was read from the next frame of a stream.
 * @param isMoving whether the picture moves, so that its labels should not flicker; one that rests is taken at its word
 */
export function showFrame(next: FrameResult, latencyMs: number, isMoving: boolean): void {
  batch(() => {
    const by = threshold.peek();
    steady.value = isMoving ? { frame: next, threshold: by, labels: shownLabels.next(next, by) } : null;
    result.value = next;
    rates.value = meter.add(performance.now(), latencyMs);
  });
}

/** Show what was read from a still. */
export function showStill(next: FrameResult): void {
  result.value = next;
  rates.value = null;
}

/** Forget what was read, because the source has gone or changed. */
export function clearReading(): void {
  result.value = null;
  rates.value = null;
  chosenId.value = null;
  meter.reset();
}
