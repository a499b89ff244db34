import { effect, signal } from '@preact/signals';
import type { Stimulus } from 'affect-detect';
import { liveStream, session } from '../recording/live.js';
import { type Session, updateInfo } from '../recording/session.js';
import { justKept, recorded, startRecording, stopRecording } from '../sessions/recorder.js';
import { listSessions, storage } from '../sessions/saved-sessions.js';
import { notice, source, startCamera, stop } from '../state/source.js';
import { closeStudy, fetchStudy, type OpenStudy, readStudy } from './open-study.js';
import { SessionClock } from './session-clock.js';
import { type StimulusSpan, spanMarkers } from './stimulus-span.js';

/** Where a study is: it asks for consent, starts the camera, shows stimuli, and thanks. */
export type StudyPhase =
  | { readonly name: 'consent' }
  | { readonly name: 'starting' }
  | { readonly name: 'pause'; readonly index: number }
  | { readonly name: 'stimulus'; readonly index: number; readonly stimulus: Stimulus }
  | { readonly name: 'done' }
  | { readonly name: 'failed'; readonly message: string };

export const study = signal<OpenStudy | null>(null);
export const phase = signal<StudyPhase>({ name: 'consent' });

let run = new AbortController();
/** What is being recorded of the participant. */
let recording: Session | null = null;

/** Open the study that the page's address names. */
export function openStudyAt(address: string): Promise<void> {
  return openStudy(() => fetchStudy(address));
}

/** Open a study of files. */
export function openStudyFiles(files: readonly File[]): Promise<void> {
  return openStudy(() => readStudy(files));
}

async function openStudy(read: () => Promise<OpenStudy>): Promise<void> {
  stop();
  try {
    study.value = await read();
    phase.value = { name: 'consent' };
  } catch (error) {
    notice.value = (error as Error).message;
  }
}

/** Leave the study; what was recorded of somebody who leaves early is deleted. */
export async function leaveStudy(): Promise<void> {
  const left = study.peek();
  const isDone = phase.peek().name === 'done';
  run.abort();
  study.value = null;
  if (left !== null) closeStudy(left);
  const unwanted = recording;
  recording = null;
  if (isDone) return;
  // First the camera, so that no frame comes while the last ones are being written.
  stop();
  await stopRecording();
  if (unwanted === null) return;
  justKept.value = null;
  if (session.peek() === unwanted) session.value = null;
  await storage.delete(unwanted.id);
  await listSessions();
}

/**
 * Show all stimuli while the camera is on, and keep the session; to be called when consent was given.
 * @param code names the participant; may be empty
 */
export async function runStudy(code: string): Promise<void> {
  const shown = study.peek();
  if (shown === null) return;
  run = new AbortController();
  const { signal: end } = run;
  try {
    phase.value = { name: 'starting' };
    const current = await record(end);
    recording = current;
    updateInfo(current, { name: [shown.title, code].filter(Boolean).join(', '), group: shown.title });
    const clock = new SessionClock();
    const stopClock = effect(() => {
      current.frames.value;
      clock.add(current.store.end, performance.now() / 1000);
    });
    end.addEventListener('abort', stopClock, { once: true });
    const spans: StimulusSpan[] = [];
    for (const [index, stimulus] of shown.stimuli.entries()) {
      phase.value = { name: 'pause', index };
      await sleep(shown.pause, end);
      phase.value = { name: 'stimulus', index, stimulus };
      spans.push({ label: stimulus.label, ...(await present(clock, end)) });
      updateInfo(current, { markers: spans.flatMap(spanMarkers) });
    }
    stopClock();
    await stopRecording();
    stop();
    // The study itself says that it was kept.
    justKept.value = null;
    session.value = current;
    phase.value = { name: 'done' };
  } catch (error) {
    if (end.aborted) return;
    await stopRecording();
    stop();
    phase.value = { name: 'failed', message: (error as Error).message };
  }
}

/** Tells {@link runStudy} that the stimulus on show has come up, and that it has ended. */
export const stimulusEvents = new EventTarget();

/** @returns when the stimulus was to be seen, on the session's clock */
async function present(clock: SessionClock, end: AbortSignal): Promise<{ start: number; end: number }> {
  const start = await moment('shown', clock, end);
  return { start, end: await moment('ended', clock, end) };
}

function moment(event: 'shown' | 'ended', clock: SessionClock, end: AbortSignal): Promise<number> {
  return until(end, (resolve, reject, settled) => {
    const options = { once: true, signal: settled };
    stimulusEvents.addEventListener(event, () => resolve(clock.at(performance.now() / 1000) ?? 0), options);
    stimulusEvents.addEventListener('failed', () => reject(new Error("A stimulus can't be shown.")), options);
    watchCamera(reject, settled);
  });
}

/** Start the camera, and record from its first frame on. */
function record(end: AbortSignal): Promise<Session> {
  startCamera();
  let isAsked = false;
  return until(end, (resolve, reject, settled) => {
    const stopWatching = effect(() => {
      const isRead = session.value !== null && liveStream.value?.session === session.value;
      if (isRead && source.value?.kind === 'camera' && !isAsked) {
        isAsked = true;
        // Not while that frame is still being put into its session.
        queueMicrotask(startRecording);
      }
      if (recorded.value !== null) resolve(recorded.value);
    });
    settled.addEventListener('abort', stopWatching, { once: true });
    watchCamera(reject, settled);
  });
}

/** A camera that fails or ends, by Escape too, ends the study. */
function watchCamera(reject: (error: Error) => void, settled: AbortSignal): void {
  let wasOn = false;
  const stopWatching = effect(() => {
    const isOn = source.value?.kind === 'camera';
    if (notice.value !== null) reject(new Error(notice.value));
    else if (wasOn && !isOn) reject(new Error('The camera has stopped.'));
    wasOn = isOn;
  });
  settled.addEventListener('abort', stopWatching, { once: true });
}

function sleep(seconds: number, end: AbortSignal): Promise<void> {
  return until(end, (resolve, reject, settled) => {
    const timer = setTimeout(resolve, seconds * 1000);
    settled.addEventListener('abort', () => clearTimeout(timer), { once: true });
    watchCamera(reject, settled);
  });
}

/**
 * A promise that also rejects when the study is left.
 * @param wait is given a signal that is aborted when the promise has settled, to stop listening
 */
function until<T>(
  end: AbortSignal,
  wait: (resolve: (value: T) => void, reject: (error: Error) => void, settled: AbortSignal) => void,
): Promise<T> {
  const settling = new AbortController();
  const promise = new Promise<T>((resolve, reject) => {
    end.addEventListener('abort', () => reject(end.reason), { once: true, signal: settling.signal });
    wait(resolve, reject, settling.signal);
  });
  return promise.finally(() => settling.abort());
}
