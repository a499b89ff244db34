import { importSessions } from '../export/import-session.js';
import { notice } from '../state/source.js';
import { saveSession } from './recorder.js';
import { reopenSession } from './saved-sessions.js';

/**
 * Keep what exported files hold, and show the last of it.
 * @returns whether there was anything
 */
export async function importFiles(files: readonly File[]): Promise<boolean> {
  let last: string | null = null;
  for (const file of files) {
    try {
      for (const imported of await importSessions(file)) {
        await saveSession(imported);
        last = imported.id;
      }
    } catch (error) {
      notice.value = (error as Error).message;
    }
  }
  const problem = notice.peek();
  if (last !== null) await reopenSession(last);
  // Opening it has cleared what there was to say.
  if (problem !== null) notice.value = problem;
  return last !== null;
}
