import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { decideAll } from '../recording/decide-all.js';
import type { FrameChunk } from '../recording/frame-chunk.js';
import { FrameStore } from '../recording/frame-store.js';
import { Pacer } from '../recording/pacer.js';
import { createSession, type Session, type SessionInfo } from '../recording/session.js';

/** A session as it is listed: all but its frames. */
export interface SavedSession {
  readonly id: string;
  readonly info: SessionInfo;
  /** `recording` also of one whose page was closed or crashed; `deleted`: can be brought back until it is deleted for good. */
  readonly state: 'recording' | 'complete' | 'deleted';
  readonly frames: number;
  /** From the first to the last frame, seconds. */
  readonly seconds: number;
  /** When it was last written, ms since 1970. */
  readonly savedAt: number;
}

interface SavedChunk {
  readonly session: string;
  readonly index: number;
  readonly chunk: FrameChunk;
}

interface Schema extends DBSchema {
  sessions: { key: string; value: SavedSession };
  chunks: { key: [session: string, index: number]; value: SavedChunk };
}

const VERSION = 1;

/** More at once would keep the page from its work while they are copied. */
const CHUNKS_AT_ONCE = 20;

/** The sessions kept by this browser, in IndexedDB: numbers only. */
export class SessionStorage {
  readonly #name: string;
  #database: Promise<IDBPDatabase<Schema>> | null = null;

  constructor(name = 'affect-detect') {
    this.#name = name;
  }

  /** Every session that isn't deleted, the newest first. */
  async list(): Promise<SavedSession[]> {
    const sessions = await (await this.#open()).getAll('sessions');
    return sessions
      .filter(({ state }) => state !== 'deleted')
      .sort((a, b) => b.info.createdAt.localeCompare(a.info.createdAt));
  }

  /** @throws {Error} if there is none with this id */
  async read(id: string): Promise<Session> {
    const database = await this.#open();
    const saved = await database.get('sessions', id);
    if (saved === undefined) throw new Error('The session is not kept any more.');
    const store = new FrameStore(saved.info.source);
    const pacer = new Pacer();
    for (let next = 0; ; ) {
      const range = IDBKeyRange.bound([id, next], [id, Number.MAX_SAFE_INTEGER]);
      const chunks = await database.getAll('chunks', range, CHUNKS_AT_ONCE);
      for (const { chunk } of chunks) {
        store.appendChunk(chunk);
        await pacer.rest();
      }
      if (chunks.length < CHUNKS_AT_ONCE) break;
      next = chunks[chunks.length - 1].index + 1;
    }
    // The threshold may have been changed after a chunk was written.
    if (saved.info.threshold !== null) await decideAll(store, saved.info.threshold);
    return createSession(saved.info, store);
  }

  /**
   * Write what is known of a session and its next frames together, or neither.
   * @param chunk the frames after those of chunk `index - 1`; `null` for none
   */
  async write(saved: SavedSession, index: number, chunk: FrameChunk | null): Promise<void> {
    const transaction = (await this.#open()).transaction(['sessions', 'chunks'], 'readwrite');
    await Promise.all([
      transaction.objectStore('sessions').put(saved),
      chunk && transaction.objectStore('chunks').put({ session: saved.id, index, chunk }),
      transaction.done,
    ]);
  }

  /** Change some of what is known of a session; nothing where there is none. */
  async updateInfo(id: string, change: Partial<Omit<SessionInfo, 'id'>>): Promise<void> {
    await this.#update(id, (saved) => ({ ...saved, info: { ...saved.info, ...change } }));
  }

  /** Change the state of a session; nothing where there is none. */
  async setState(id: string, state: SavedSession['state']): Promise<void> {
    await this.#update(id, (saved) => ({ ...saved, state }));
  }

  /** Delete a session and its frames for good. */
  async delete(id: string): Promise<void> {
    const transaction = (await this.#open()).transaction(['sessions', 'chunks'], 'readwrite');
    await Promise.all([
      transaction.objectStore('sessions').delete(id),
      transaction.objectStore('chunks').delete(IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER])),
      transaction.done,
    ]);
  }

  /** Delete for good all sessions whose state is `deleted`. */
  async deleteMarked(): Promise<void> {
    const sessions = await (await this.#open()).getAll('sessions');
    for (const { id, state } of sessions) if (state === 'deleted') await this.delete(id);
  }

  async close(): Promise<void> {
    (await this.#database)?.close();
    this.#database = null;
  }

  async #update(id: string, change: (saved: SavedSession) => SavedSession): Promise<void> {
    const transaction = (await this.#open()).transaction('sessions', 'readwrite');
    const saved = await transaction.store.get(id);
    if (saved !== undefined) await transaction.store.put(change(saved));
    await transaction.done;
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    if (this.#database !== null) return this.#database;
    const opening = openDB<Schema>(this.#name, VERSION, {
      upgrade(database) {
        database.createObjectStore('sessions', { keyPath: 'id' });
        database.createObjectStore('chunks', { keyPath: ['session', 'index'] });
      },
      // A newer page of ours wants another layout: let it.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      // The browser may drop the connection: the next use opens another one.
      terminated: () => forget(),
    });
    const forget = () => {
      if (this.#database === opening) this.#database = null;
    };
    this.#database = opening;
    opening.catch(forget);
    return opening;
  }
}
