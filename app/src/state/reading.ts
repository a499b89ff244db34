import { computed, signal } from '@preact/signals';
import { decide, EXPRESSIONS, type Expression, type Face, type FrameResult } from 'affect-detect';
import { RateMeter } from './rate-meter.js';
import { threshold } from './settings.js';

/** A face as the page shows it: decided by the threshold of this moment. */
export interface FaceView {
  /** In a stream the face's stable id; in a still its number from left to right. From 1. */
  readonly id: number;
  readonly face: Face;
  readonly expression: Expression | null;
  readonly probability: number;
}

/** What was read from the frame on show; `null` before the first. */
export const result = signal<FrameResult | null>(null);
/** Frames read in a second, and how long one took; `null` for stills. */
export const rates = signal<{ readonly fps: number; readonly latencyMs: number } | null>(null);
/** The face that the user chose; `null` lets the page choose the biggest. */
export const chosenId = signal<number | null>(null);

const meter = new RateMeter();

/** All faces of the frame on show, in the order of their ids. */
export const faces = computed<readonly FaceView[]>(() => {
  const found = result.value?.faces ?? [];
  const isStream = found.some(({ trackId }) => trackId !== null);
  const ordered = isStream ? found : found.toSorted((a, b) => a.box.x - b.box.x);
  const views = ordered.map((face, i) => {
    const probabilities = EXPRESSIONS.map((expression) => face.probabilities[expression]);
    return { id: face.trackId ?? i + 1, face, ...decide(probabilities, threshold.value) };
  });
  return views.sort((a, b) => a.id - b.id);
});

/** The face whose bars are shown. */
export const chosenFace = computed<FaceView | null>(() => {
  const area = ({ face }: FaceView) => face.box.width * face.box.height;
  const biggest = faces.value.toSorted((a, b) => area(b) - area(a))[0] ?? null;
  return faces.value.find(({ id }) => id === chosenId.value) ?? biggest;
});

/** Show what was read from the next frame of a stream. */
export function showFrame(next: FrameResult, latencyMs: number): void {
  result.value = next;
  rates.value = meter.add(performance.now(), latencyMs);
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
