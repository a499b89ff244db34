import { session } from '../recording/live.js';
import { formatDuration } from '../time-format.js';
import { deleteSession, renameSession, reopenSession } from './saved-sessions.js';
import type { SavedSession } from './session-storage.js';

interface SessionItemProps {
  readonly saved: SavedSession;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly onOpen: () => void;
}

/** A session in the list: to be renamed, grouped, opened, deleted, chosen for a comparison. */
export function SessionItem({ saved, isChosen, onChoose, onOpen }: SessionItemProps) {
  const { id, info, seconds, frames } = saved;
  return (
    <li class="session-item" aria-current={session.value?.id === id ? 'true' : undefined}>
      <input
        type="checkbox"
        aria-label={`Compare ${info.name}`}
        checked={isChosen}
        onChange={({ currentTarget }) => onChoose(currentTarget.checked)}
      />
      <div class="session-fields">
        <input
          class="field field-name"
          aria-label="Name"
          value={info.name}
          onChange={({ currentTarget }) => {
            const name = currentTarget.value.trim();
            if (name) renameSession(id, { name });
            else currentTarget.value = info.name;
          }}
        />
        <input
          class="field field-group"
          aria-label={`Group of ${info.name}`}
          placeholder="Group"
          value={info.group}
          onChange={({ currentTarget }) => renameSession(id, { group: currentTarget.value.trim() })}
        />
        <p class="quiet">
          {new Date(info.createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })},{' '}
          {formatDuration(seconds)}, {frames} frames, {info.source.kind}
        </p>
      </div>
      <div class="session-buttons">
        <button
          type="button"
          class="button button-small"
          aria-label={`Open ${info.name}`}
          onClick={() => {
            reopenSession(id);
            onOpen();
          }}
        >
          Open
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={`Delete ${info.name}`}
          onClick={() => deleteSession(saved)}
        >
          ×
        </button>
      </div>
    </li>
  );
}
