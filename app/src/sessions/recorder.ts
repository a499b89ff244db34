import { effect, signal } from '@preact/signals';
import { type LiveStream, liveStream, session } from '../recording/live.js';
import { Pacer } from '../recording/pacer.js';
import type { Session, SessionInfo } from '../recording/session.js';
import { notice, source } from '../state/source.js';
import { deleted, listSessions, savedIds, storage, tellStorageError, undoDelete } from './saved-sessions.js';
import { CHUNK_FRAMES, SessionWriter, savedSession } from './session-writer.js';

/** The session that is being recorded. */
export const recorded = signal<Session | null>(null);
/** Whether a recording begins with the next frame. */
export const isWaiting = signal(false);

/** What was kept a moment ago, while its stream goes on. */
export const justKept = signal<SessionInfo | null>(null);

let writer: SessionWriter | null = null;
/** Kept when what was recorded last is written. */
let lastWritten: Promise<void> = Promise.resolve();
/** The stream whose frames are not meant: the video is on its way back to its start. */
let outdated: LiveStream | null = null;

/** A video that has come no further than this, seconds, need not go back to its start. */
const START_SECONDS = 0.2;

/** Record from now on; a video is played from its start, so that the recording is of all of it. */
export function startRecording(): void {
  const shown = source.peek();
  const live = liveStream.peek();
  isWaiting.value = true;
  outdated = null;
  if (shown?.kind === 'video') {
    const { element } = shown.video;
    if (element.ended || element.currentTime > START_SECONDS) {
      outdated = live;
      element.currentTime = 0;
    } else live?.beginAnew();
    element.play().catch(() => {});
  } else live?.beginAnew();
}

/** End the recording, and keep it. @returns when it is written, also if it had ended before */
export function stopRecording(): Promise<void> {
  isWaiting.value = false;
  const ending = writer;
  writer = null;
  recorded.value = null;
  if (ending === null) return lastWritten;
  // A stream that goes on is another session, so that what was kept stays what it is.
  const live = liveStream.peek();
  const goesOn = live?.session === ending.session;
  if (goesOn) live.beginAnew();
  lastWritten = finish(ending, goesOn);
  return lastWritten;
}

/** Write the rest of a recording; where its stream goes on as another session, say that it was kept, once that is sure. */
async function finish(ending: SessionWriter, goesOn: boolean): Promise<void> {
  const { id, info } = ending.session;
  try {
    await ending.finish();
    await listSessions();
    if (goesOn && savedIds.peek().has(id)) justKept.value = info.peek();
  } catch (error) {
    savedIds.value = new Set([...savedIds.peek()].filter((other) => other !== id));
    tellStorageError(error);
  }
}

/** Keep a session that was only looked at: all that was read, and, while its stream goes on, what comes. */
export async function keepSession(shown: Session): Promise<void> {
  if (recorded.peek() === shown) return;
  if (liveStream.peek()?.session === shown) record(shown);
  else await saveSession(shown);
}

/** Keep a session to which nothing more comes. */
export async function saveSession(shown: Session): Promise<void> {
  try {
    if (deleted.peek()?.id === shown.id) {
      await undoDelete();
      return;
    }
    // Chunks that are left of it would be read with those that are written now.
    await storage.delete(shown.id);
    const { store } = shown;
    const pacer = new Pacer();
    const end = store.length;
    for (let from = 0; from < end; from += CHUNK_FRAMES) {
      const to = Math.min(from + CHUNK_FRAMES, end);
      const isLast = to === end;
      const saved = savedSession(shown, isLast ? 'complete' : 'recording');
      await storage.write(saved, from / CHUNK_FRAMES, store.slice(from, to));
      await pacer.rest();
    }
    await listSessions();
  } catch (error) {
    tellStorageError(error);
  }
}

/** Write a session from its first frame on, until its stream ends or {@link stopRecording} is called. */
function record(shown: Session): void {
  isWaiting.value = false;
  justKept.value = null;
  writer = new SessionWriter(storage, shown, (error) => {
    tellStorageError(error);
    stopRecording();
  });
  writer.start();
  recorded.value = shown;
  savedIds.value = new Set([...savedIds.peek(), shown.id]);
  navigator.storage?.persist?.().catch(() => false);
}

// A recording begins with the first frame of the session that it waits for.
effect(() => {
  const shown = session.value;
  const live = liveStream.peek();
  if (!isWaiting.peek() || shown === null || live === outdated || live?.session !== shown) return;
  const now = new Date().toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  shown.info.value = { ...shown.info.peek(), name: `${shown.info.peek().name}, ${now}` };
  record(shown);
});

// It ends when its stream does: the camera stopped, or the video came to its end or was sought back.
effect(() => {
  const live = liveStream.value;
  const shown = session.value;
  const current = recorded.peek();
  if (current === null || (live?.session === current && shown === current)) return;
  stopRecording();
  if (live !== null && notice.peek() === null && live.session !== current) {
    notice.value = 'The recording has ended here, because the video went back. It was kept.';
  }
});

// Who goes on to another source no longer waits for the first frame of this one.
effect(() => {
  source.value;
  isWaiting.value = false;
});

// A tab in the background may be closed without another word.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') writer?.flush();
});
addEventListener('pagehide', () => writer?.flush());
