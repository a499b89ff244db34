import { effect, signal } from '@preact/signals';
import { session } from '../recording/live.js';
import { type SessionInfo, updateInfo } from '../recording/session.js';
import { threshold } from '../state/settings.js';
import { notice, stop } from '../state/source.js';
import { isDrawerOpen } from './drawer-state.js';
import { recoverSessions } from './recover.js';
import { type SavedSession, SessionStorage } from './session-storage.js';

export const storage = new SessionStorage();

/** The sessions that this browser keeps, the newest first. */
export const savedSessions = signal<readonly SavedSession[]>([]);
/** Deleted, but can still be brought back, as it was before. */
export const deleted = signal<SavedSession | null>(null);
/** Ids of what is kept, the session that is being recorded among them. */
export const savedIds = signal<ReadonlySet<string>>(new Set());
/** Recordings that were found cut off when the page opened. */
export const recovered = signal<readonly SavedSession[]>([]);

/** List the sessions anew. */
export async function listSessions(): Promise<void> {
  savedSessions.value = await storage.list();
  savedIds.value = new Set(savedSessions.value.map(({ id }) => id));
}

/** Find what is kept, complete what was cut off, and delete for good what had been deleted when the page was left. */
export async function loadSessions(): Promise<void> {
  try {
    await storage.deleteMarked();
    recovered.value = await recoverSessions(storage);
    await listSessions();
  } catch (error) {
    // A private window may have no storage; all but keeping works without.
    if ((error as DOMException).name !== 'InvalidStateError') tellStorageError(error);
  }
}

/** Show a session that was kept. */
export async function reopenSession(id: string): Promise<void> {
  try {
    const opened = await storage.read(id);
    stop();
    recovered.value = recovered.value.filter((saved) => saved.id !== id);
    if (opened.info.peek().threshold !== null) threshold.value = opened.info.peek().threshold!;
    session.value = opened;
    isDrawerOpen.value = false;
  } catch (error) {
    notice.value = (error as Error).message;
  }
}

/** Change the name or the group of a session. */
export async function renameSession(id: string, change: { name?: string; group?: string }): Promise<void> {
  const shown = session.peek();
  // What is known of the session on show is kept as it changes.
  if (shown?.id === id) updateInfo(shown, change);
  else {
    await storage.updateInfo(id, change);
    await listSessions();
  }
}

/**
 * Delete a session; until the next one is deleted, {@link forgetDeleted}, or the page opens again, it can be brought back.
 */
export async function deleteSession(saved: SavedSession): Promise<void> {
  await forgetDeleted();
  await storage.setState(saved.id, 'deleted');
  deleted.value = saved;
  recovered.value = recovered.value.filter(({ id }) => id !== saved.id);
  await listSessions();
}

/** Bring back what was deleted, with what was changed of it on show meanwhile. */
export async function undoDelete(): Promise<void> {
  const back = deleted.peek();
  if (back === null) return;
  const shown = session.peek();
  if (shown?.id === back.id) await storage.updateInfo(back.id, shown.info.peek());
  await storage.setState(back.id, back.state);
  deleted.value = null;
  await listSessions();
}

/** Delete for good what was deleted. */
export async function forgetDeleted(): Promise<void> {
  const gone = deleted.peek();
  if (gone === null) return;
  if (session.peek()?.id === gone.id) session.value = null;
  await storage.delete(gone.id);
  deleted.value = null;
}

/** Say why nothing can be kept, and what to do. */
export function tellStorageError(error: unknown): void {
  const { name, message } = error as DOMException;
  notice.value =
    name === 'QuotaExceededError'
      ? "The browser's storage is full, so the recording was ended; what was recorded before is kept. Delete old sessions, or free space on the disk."
      : `The session can't be kept: ${message || name}.`;
}

let known: { readonly id: string; readonly info: SessionInfo } | null = null;

// Names, markers and ranges are kept as they are changed.
effect(() => {
  const shown = session.value;
  const info = shown?.info.value;
  const before = known;
  known = shown && info ? { id: shown.id, info } : null;
  if (known === null || before?.id !== known.id || before.info === known.info) return;
  if (!savedIds.peek().has(known.id)) return;
  storage.updateInfo(known.id, known.info).then(listSessions).catch(tellStorageError);
});
