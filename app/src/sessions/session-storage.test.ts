import { afterEach, describe, expect, it, vi } from 'vitest';
import { collect } from '../../../test/support/async.js';
import { syntheticRecording } from '../../../test/support/synthetic-recording.js';
import { createSession, type Session, type SessionInfo } from '../recording/session.js';
import { recoverSessions } from './recover.js';
import { SessionStorage } from './session-storage.js';
import { SessionWriter, savedSession } from './session-writer.js';

const storages: SessionStorage[] = [];

function newStorage(): SessionStorage {
  const storage = new SessionStorage(`test-${crypto.randomUUID()}`);
  storages.push(storage);
  return storage;
}

afterEach(async () => {
  for (const storage of storages.splice(0)) await storage.close();
});

function newSession(name = 'A session'): Session {
  const info: SessionInfo = {
    id: crypto.randomUUID(),
    name,
    group: '',
    createdAt: new Date(2026, 0, 1).toISOString(),
    source: { kind: 'camera', name: 'Camera', width: 1280, height: 720 },
    models: [],
    threshold: 0.4,
    smoothing: 0.3,
    markers: [{ time: 1, label: 'start' }],
    excluded: [],
    baselines: [],
  };
  return createSession(info);
}

async function record(session: Session, seconds: number): Promise<void> {
  for (const frame of await collect(syntheticRecording({ seconds }))) session.store.append(frame);
}

function framesOf({ store }: Session): unknown[] {
  return Array.from({ length: store.length }, (_, i) => store.frame(i));
}

const fail = (error: unknown) => {
  throw error;
};

describe('SessionStorage', () => {
  it('gives back what was written in chunks', async () => {
    const storage = newStorage();
    const session = newSession();
    const writer = new SessionWriter(storage, session, fail);
    for (const frame of await collect(syntheticRecording({ seconds: 20 }))) {
      session.store.append(frame);
      if (session.store.length % 13 === 0) await writer.flush();
    }
    await writer.finish();
    const read = await storage.read(session.id);
    expect(read.info.value).toEqual(session.info.value);
    expect(framesOf(read)).toEqual(framesOf(session));
    expect(await storage.list()).toMatchObject([{ state: 'complete', frames: 200 }]);
  });

  it('lists the newest first, and forgets what is deleted with all of its frames', async () => {
    const storage = newStorage();
    const [older, newer] = [newSession('older'), newSession('newer')];
    newer.info.value = { ...newer.info.value, createdAt: new Date(2026, 1, 1).toISOString() };
    for (const session of [older, newer]) {
      await record(session, 2);
      await storage.write(savedSession(session, 'complete'), 0, session.store.slice(0, session.store.length));
    }
    expect((await storage.list()).map(({ info }) => info.name)).toEqual(['newer', 'older']);
    await storage.delete(newer.id);
    expect((await storage.list()).map(({ info }) => info.name)).toEqual(['older']);
    await expect(storage.read(newer.id)).rejects.toThrow('not kept any more');
    expect((await storage.read(older.id)).store.length).toBe(20);
  });

  it('does not list what is marked as deleted, brings it back, and deletes it for good when asked', async () => {
    const storage = newStorage();
    const [kept, gone] = [newSession('kept'), newSession('gone')];
    for (const session of [kept, gone]) {
      await record(session, 2);
      await storage.write(savedSession(session, 'complete'), 0, session.store.slice(0, session.store.length));
    }
    await storage.setState(gone.id, 'deleted');
    expect((await storage.list()).map(({ info }) => info.name)).toEqual(['kept']);
    await storage.setState(gone.id, 'complete');
    expect(framesOf(await storage.read(gone.id))).toEqual(framesOf(gone));
    await storage.setState(gone.id, 'deleted');
    await storage.deleteMarked();
    await storage.setState(gone.id, 'complete');
    expect((await storage.list()).map(({ info }) => info.name)).toEqual(['kept']);
    await expect(storage.read(gone.id)).rejects.toThrow('not kept any more');
    expect((await storage.read(kept.id)).store.length).toBe(20);
  });

  it('names expressions by the threshold that the session has now', async () => {
    const storage = newStorage();
    const session = newSession();
    await record(session, 2);
    await storage.write(savedSession(session, 'complete'), 0, session.store.slice(0, 20));
    await storage.updateInfo(session.id, { threshold: 1 });
    const { store } = await storage.read(session.id);
    expect(store.frame(0).faces.every(({ expression }) => expression === null)).toBe(true);
  });
});

describe('a browser that closes the connection', () => {
  it.each([
    ['by itself', 'close'],
    ['for a page that deletes what is kept', 'versionchange'],
  ])('%s, is asked for another one', async (_, event) => {
    const opening = vi.spyOn(indexedDB, 'open');
    const storage = newStorage();
    expect(await storage.list()).toEqual([]);
    const database = (opening.mock.results[0].value as IDBOpenDBRequest).result;
    opening.mockRestore();
    if (event === 'close') database.close();
    database.dispatchEvent(new IDBVersionChangeEvent(event));
    expect(() => database.transaction('sessions')).toThrow('closing');
    const session = newSession();
    await record(session, 1);
    await storage.write(savedSession(session, 'complete'), 0, session.store.slice(0, 10));
    expect(framesOf(await storage.read(session.id))).toEqual(framesOf(session));
  });
});

describe('a recording that was cut off', () => {
  it('is completed with what was written', async () => {
    const storage = newStorage();
    const session = newSession();
    const writer = new SessionWriter(storage, session, fail);
    await record(session, 3);
    await writer.flush();
    const [recovered] = await recoverSessions(storage);
    expect(recovered).toMatchObject({ id: session.id, frames: 30, state: 'complete' });
    expect((await storage.list())[0].state).toBe('complete');
    expect(framesOf(await storage.read(session.id))).toEqual(framesOf(session));
    expect(await recoverSessions(storage)).toEqual([]);
  });

  it('is left alone while a page is still recording it', async () => {
    const storage = newStorage();
    const session = newSession();
    const writer = new SessionWriter(storage, session, fail);
    await record(session, 1);
    writer.start();
    await writer.flush();
    expect(await recoverSessions(storage)).toEqual([]);
    await writer.finish();
    expect((await storage.list())[0].state).toBe('complete');
  });

  it('is dropped where nothing was written of it', async () => {
    const storage = newStorage();
    await storage.write(savedSession(newSession(), 'recording'), 0, null);
    expect(await recoverSessions(storage)).toEqual([]);
    expect(await storage.list()).toEqual([]);
  });
});

describe('SessionWriter', () => {
  it('writes what is there already in parts', async () => {
    const storage = newStorage();
    const write = vi.spyOn(storage, 'write');
    const session = newSession();
    await record(session, 200);
    const writer = new SessionWriter(storage, session, fail);
    await writer.finish();
    expect(write.mock.calls.map(([{ state }, index]) => [state, index])).toEqual([
      ['recording', 0],
      ['recording', 1],
      ['complete', 2],
    ]);
    expect(framesOf(await storage.read(session.id))).toEqual(framesOf(session));
  });

  it('tells once when the storage is full, and writes no more', async () => {
    const errors: unknown[] = [];
    const full = { write: () => Promise.reject(new DOMException('', 'QuotaExceededError')) };
    const session = newSession();
    const writer = new SessionWriter(full as unknown as SessionStorage, session, (error) =>
      errors.push(error),
    );
    await record(session, 1);
    await writer.flush();
    await writer.finish();
    expect(errors.map((error) => (error as DOMException).name)).toEqual(['QuotaExceededError']);
  });
});
