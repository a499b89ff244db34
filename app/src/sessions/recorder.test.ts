import type { FrameResult } from 'affect-detect';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collect } from '../../../test/support/async.js';
import { syntheticRecording } from '../../../test/support/synthetic-recording.js';
import { LiveStream, liveStream, session } from '../recording/live.js';
import { type Session, updateInfo } from '../recording/session.js';
import { notice } from '../state/source.js';
import { isWaiting, justKept, keepSession, recorded, startRecording, stopRecording } from './recorder.js';
import { deleted, deleteSession, forgetDeleted, savedIds, savedSessions, storage } from './saved-sessions.js';

// No network is needed for what is recorded here.
vi.mock('../state/detector.js', async () => {
  const { signal } = await import('@preact/signals');
  return {
    detectorState: signal({ status: 'loading' }),
    detectorWarning: signal(null),
    detectorReady: new Promise(() => {}),
  };
});

let frames: FrameResult[];
let live: LiveStream;

beforeEach(async () => {
  frames = await collect(syntheticRecording({ seconds: 6 }));
  live = new LiveStream({ kind: 'camera', name: 'Camera' });
});

afterEach(async () => {
  vi.restoreAllMocks();
  live.end();
  await stopRecording();
  await forgetDeleted();
  for (const { id } of await storage.list()) await storage.delete(id);
  session.value = null;
  justKept.value = null;
  notice.value = null;
});

function show(from: number, to: number): Session {
  for (const frame of frames.slice(from, to)) live.keep(frame);
  return session.peek()!;
}

function framesOf({ store }: Session): unknown[] {
  return Array.from({ length: store.length }, (_, i) => store.frame(i));
}

/** Record all frames, in the many small parts in which they come. */
async function recordAll(): Promise<Session> {
  startRecording();
  const shown = show(0, 1);
  for (let i = 1; i < frames.length; i++) {
    show(i, i + 1);
    if (i % 10 === 0) {
      dispatchEvent(new Event('pagehide'));
      await expect.poll(async () => (await storage.read(shown.id)).store.length).toBe(i + 1);
    }
  }
  live.end();
  await stopRecording();
  return shown;
}

const readAll = async (id: string) => framesOf(await storage.read(id));

describe('a session that was only looked at', () => {
  it('is kept with what comes after the click, while its stream goes on', async () => {
    const shown = show(0, 20);
    await keepSession(shown);
    expect(recorded.value).toBe(shown);
    show(20, 60);
    live.end();
    await stopRecording();
    expect(savedSessions.value).toMatchObject([{ id: shown.id, state: 'complete', frames: 60 }]);
    expect(await readAll(shown.id)).toEqual(framesOf(shown));
    expect(framesOf(shown)).toHaveLength(60);
  });

  it('is kept as it is, once its stream is over', async () => {
    const shown = show(0, 60);
    live.end();
    await keepSession(shown);
    expect(recorded.value).toBeNull();
    expect(savedSessions.value).toMatchObject([{ id: shown.id, state: 'complete', frames: 60 }]);
    expect(await readAll(shown.id)).toEqual(framesOf(shown));
  });

  it('takes the place of frames that are left of it', async () => {
    const shown = show(0, 60);
    live.end();
    for (let i = 0; i < 6; i++) {
      const saved = { id: shown.id, info: shown.info.peek(), frames: 60, seconds: 6, savedAt: 0 };
      await storage.write({ ...saved, state: 'recording' }, i, shown.store.slice(10 * i, 10 * i + 10));
    }
    await keepSession(shown);
    expect(await readAll(shown.id)).toEqual(framesOf(shown));
  });
});

describe('a recording that was deleted, and is kept again', () => {
  it('is brought back as it was, with what was changed meanwhile, and Dismiss can no longer delete it', async () => {
    const shown = await recordAll();
    await deleteSession(savedSessions.peek()[0]);
    updateInfo(shown, { name: 'Changed' });
    await keepSession(shown);
    expect(deleted.value).toBeNull();
    expect(savedSessions.value).toMatchObject([
      { id: shown.id, state: 'complete', info: { name: 'Changed' } },
    ]);
    expect(await readAll(shown.id)).toEqual(framesOf(shown));
    await forgetDeleted();
    expect(await readAll(shown.id)).toHaveLength(60);
  });
});

describe('a browser without storage', () => {
  it('says that nothing can be kept, and nothing else, and offers to keep it again', async () => {
    await storage.close();
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('Storage is not allowed', 'InvalidStateError');
    });
    startRecording();
    const shown = show(0, 1);
    await expect.poll(() => notice.value).toBe("The session can't be kept: Storage is not allowed.");
    await stopRecording();
    expect([recorded.value, isWaiting.value, justKept.value]).toEqual([null, false, null]);
    expect(savedIds.value.has(shown.id)).toBe(false);
    // The stream goes on.
    expect(liveStream.value).toBe(live);
  });
});
