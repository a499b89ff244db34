import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { isSessionFile } from '../export/import-session.js';
import { notice } from '../state/source.js';
import { compareSessions } from './comparison-state.js';
import { isDrawerOpen } from './drawer-state.js';
import { importFiles } from './import-files.js';
import { recorded } from './recorder.js';
import { savedSessions } from './saved-sessions.js';
import { SessionItem } from './session-item.js';
import { SessionNotices } from './session-notices.js';

/** Opens the list of sessions. */
export function SessionsButton() {
  const count = savedSessions.value.length;
  return (
    <button
      type="button"
      class="button button-small"
      aria-haspopup="dialog"
      onClick={() => {
        isDrawerOpen.value = true;
      }}
    >
      Sessions {count > 0 && <span class="count">{count}</span>}
    </button>
  );
}

/** All sessions that this browser keeps. */
export function SessionDrawer() {
  const dialog = useRef<HTMLDialogElement>(null);
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const isOpen = isDrawerOpen.value;
  useSignalEffect(() => {
    if (isDrawerOpen.value) dialog.current?.showModal();
    else dialog.current?.close();
  });
  const sessions = savedSessions.value.filter(({ id }) => id !== recorded.value?.id);
  const ids = sessions.map(({ id }) => id).filter((id) => chosen.value.has(id));
  const close = () => {
    isDrawerOpen.value = false;
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is one on the backdrop; Escape does the same
    <dialog
      ref={dialog}
      class="drawer"
      aria-labelledby="sessions-title"
      onClose={close}
      onClick={({ target }) => target === dialog.current && close()}
    >
      {isOpen && (
        <div class="drawer-body">
          <header class="drawer-header">
            <h2 id="sessions-title">Sessions</h2>
            <button type="button" class="icon-button" aria-label="Close" onClick={close}>
              ×
            </button>
          </header>
          <p class="quiet">Kept in this browser: numbers only, never pictures.</p>
          <SessionNotices />
          {notice.value && (
            <p class="banner problem" role="alert">
              {notice.value}
            </p>
          )}
          {sessions.length === 0 ? (
            <p>Nothing is kept yet. Press Record while a camera or a video is on show.</p>
          ) : (
            <ul class="session-list">
              {sessions.map((saved) => (
                <SessionItem
                  key={saved.id}
                  saved={saved}
                  isChosen={chosen.value.has(saved.id)}
                  onChoose={(isChosen) => {
                    const next = new Set(chosen.value);
                    if (isChosen) next.add(saved.id);
                    else next.delete(saved.id);
                    chosen.value = next;
                  }}
                />
              ))}
            </ul>
          )}
          <footer class="drawer-footer">
            <button
              type="button"
              class="button button-small"
              disabled={ids.length < 2}
              onClick={() => {
                compareSessions(ids);
                close();
              }}
            >
              Compare {ids.length > 1 ? ids.length : ''}
            </button>
            <ImportButton onDone={close} />
          </footer>
        </div>
      )}
    </dialog>
  );
}

function ImportButton({ onDone }: { onDone: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button button-small" onClick={() => input.current?.click()}>
        Import…
      </button>
      <input
        ref={input}
        type="file"
        accept=".csv,.json,.jsonl,.parquet"
        multiple
        hidden
        aria-label="Session or table to import"
        onChange={async ({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          const wrong = files.find((file) => !isSessionFile(file));
          if (wrong) notice.value = `${wrong.name} is neither CSV, JSON nor Parquet.`;
          else if (await importFiles(files)) onDone();
        }}
      />
    </>
  );
}
