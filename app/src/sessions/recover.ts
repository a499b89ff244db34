import type { SavedSession, SessionStorage } from './session-storage.js';
import { lockName } from './session-writer.js';

/**
 * Complete the recordings that were cut off, because their page was closed or crashed.
 * @returns those that have frames; one without is deleted
 */
export async function recoverSessions(storage: SessionStorage): Promise<SavedSession[]> {
  const open = (await storage.list()).filter(({ state }) => state === 'recording');
  if (open.length === 0) return [];
  const held = (await navigator.locks?.query())?.held ?? [];
  const recovered: SavedSession[] = [];
  for (const saved of open) {
    // Another tab is still recording it.
    if (held.some(({ name }) => name === lockName(saved.id))) continue;
    if (saved.frames === 0) await storage.delete(saved.id);
    else {
      await storage.setState(saved.id, 'complete');
      recovered.push({ ...saved, state: 'complete' });
    }
  }
  return recovered;
}
