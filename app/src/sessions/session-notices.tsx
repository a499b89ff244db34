import { formatDuration } from '../time-format.js';
import { justKept } from './recorder.js';
import { deleted, forgetDeleted, recovered, reopenSession, undoDelete } from './saved-sessions.js';

/** Recordings that were found cut off, and a session that was just deleted and can be brought back. */
export function SessionNotices() {
  const found = recovered.value;
  return (
    <div class="session-notices" role="status">
      {found.map(({ id, info, seconds }) => (
        <p key={id} class="banner">
          <span>
            A recording was cut off. What was read up to then is kept: <strong>{info.name}</strong>,{' '}
            {formatDuration(seconds)}.
          </span>
          <button type="button" class="button button-small" onClick={() => reopenSession(id)}>
            Open
          </button>
          <button
            type="button"
            class="button button-small"
            onClick={() => {
              recovered.value = found.filter((other) => other.id !== id);
            }}
          >
            Later
          </button>
        </p>
      ))}
      {justKept.value && (
        <p class="banner">
          <span>
            <strong>{justKept.value.name}</strong> was kept in this browser.
          </span>
          <button
            type="button"
            class="button button-small"
            onClick={() => {
              reopenSession(justKept.peek()!.id);
              justKept.value = null;
            }}
          >
            Open
          </button>
          <button
            type="button"
            class="button button-small"
            onClick={() => {
              justKept.value = null;
            }}
          >
            Dismiss
          </button>
        </p>
      )}
      {deleted.value && (
        <p class="banner">
          <span>
            <strong>{deleted.value.info.name}</strong> was deleted.
          </span>
          <button type="button" class="button button-small" onClick={undoDelete}>
            Undo
          </button>
          <button type="button" class="button button-small" onClick={forgetDeleted}>
            Dismiss
          </button>
        </p>
      )}
    </div>
  );
}
