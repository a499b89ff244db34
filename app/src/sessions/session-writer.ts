import type { Session } from '../recording/session.js';
import type { SavedSession, SessionStorage } from './session-storage.js';

/** Frames are written so often, ms: a tab that is killed loses no more. */
const FLUSH_MS = 500;

/** Frames that are written together where all are there already. */
export const CHUNK_FRAMES = 900;

/** Writes a session to the browser's storage while it is being recorded. */
export class SessionWriter {
  readonly session: Session;
  readonly #storage: SessionStorage;
  readonly #onError: (error: unknown) => void;
  #written = 0;
  #chunks = 0;
  #last: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setInterval> | undefined;
  #hasFailed = false;
  #unlock = () => {};

  /** @param onError told once, when nothing can be written any more; what was written is kept */
  constructor(storage: SessionStorage, session: Session, onError: (error: unknown) => void) {
    this.session = session;
    this.#storage = storage;
    this.#onError = onError;
  }

  /** Write from now on. While this page lives, no other takes the recording for one that was cut off. */
  start(): void {
    navigator.locks?.request(lockName(this.session.id), () => {
      return new Promise<void>((resolve) => {
        this.#unlock = resolve;
      });
    });
    this.#timer = setInterval(() => this.flush(), FLUSH_MS);
    this.flush();
  }

  /** Write the frames that have come since the last time. */
  flush(state: SavedSession['state'] = 'recording'): Promise<void> {
    this.#last = this.#last.then(() => this.#write(state));
    return this.#last;
  }

  /** Write the rest, and close the session. */
  async finish(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush('complete');
    this.#unlock();
  }

  async #write(state: SavedSession['state']): Promise<void> {
    if (this.#hasFailed) return;
    const { store } = this.session;
    const end = store.length;
    if (end === this.#written && state === 'recording') return;
    try {
      do {
        const to = Math.min(this.#written + CHUNK_FRAMES, end);
        const saved = savedSession(this.session, to === end ? state : 'recording');
        const chunk = to > this.#written ? store.slice(this.#written, to) : null;
        await this.#storage.write(saved, this.#chunks, chunk);
        this.#written = to;
        if (chunk !== null) this.#chunks++;
      } while (this.#written < end);
    } catch (error) {
      this.#hasFailed = true;
      this.#onError(error);
    }
  }
}

/** A session as it is listed. */
export function savedSession({ id, info, store }: Session, state: SavedSession['state']): SavedSession {
  return {
    id,
    info: info.peek(),
    state,
    frames: store.length,
    seconds: store.end - store.start,
    savedAt: Date.now(),
  };
}

/** The lock that is held as long as a session is being recorded, in any tab. */
export function lockName(id: string): string {
  return `affect-detect.recording.${id}`;
}
