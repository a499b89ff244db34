import { TextField } from '../components/text-field.js';
import { session } from '../recording/live.js';
import { formatDuration } from '../time-format.js';
import { deleteSession, renameSession, reopenSession } from './saved-sessions.js';
import type { SavedSession } from './session-storage.js';

interface SessionItemProps {
  readonly saved: SavedSession;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}

/** A session in the list: to be renamed, grouped, opened, deleted, chosen for a comparison. */
export function SessionItem({ saved, isChosen, onChoose }: SessionItemProps) {
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
        <TextField
          class="field-name"
          label="Name"
          value={info.name}
          onChange={(name) => name && renameSession(id, { name })}
        />
        <TextField
          class="field-group"
          label={`Group of ${info.name}`}
          placeholder="Group"
          value={info.group}
          onChange={(group) => renameSession(id, { group })}
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
          onClick={() => reopenSession(id)}
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
