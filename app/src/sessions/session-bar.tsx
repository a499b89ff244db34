import { useRef } from 'preact/hooks';
import { TextField } from '../components/text-field.js';
import { ExportMenu } from '../export/export-menu.js';
import { liveStream } from '../recording/live.js';
import { type Session, updateInfo } from '../recording/session.js';
import { openReplay, source } from '../state/source.js';
import { formatDuration } from '../time-format.js';
import { keepSession, recorded } from './recorder.js';
import { replay } from './replay.js';
import { savedIds } from './saved-sessions.js';

/** What the session on show is called, whether it is kept, and what can be done with it. */
export function SessionBar({ session }: { session: Session }) {
  const info = session.info.value;
  const isRecorded = recorded.value === session;
  const isKept = savedIds.value.has(session.id);
  const isLive = liveStream.value?.session === session;
  const shown = source.value;
  const isReplayed = shown?.kind === 'video' && shown.isReplay === true;
  return (
    <section class="session-bar" aria-label="Session">
      <TextField
        class="field-name"
        label="Name of the session"
        value={info.name}
        onChange={(name) => name && updateInfo(session, { name })}
      />
      <p class="quiet session-state" data-testid="session-state">
        {isRecorded ? (
          <>
            <span class="live-dot" aria-hidden="true" /> Recording
          </>
        ) : isKept ? (
          `Kept in this browser, ${formatDuration(session.store.end - session.store.start)}`
        ) : (
          'Not kept'
        )}
      </p>
      <span class="session-actions">
        {!isKept && !isRecorded && (
          <button
            type="button"
            class="button button-small"
            title={
              isLive
                ? 'Records on: keeps what was read so far, and what comes, in this browser'
                : 'Keep what was read in this browser'
            }
            onClick={() => keepSession(session)}
          >
            Keep
          </button>
        )}
        {!isLive && !isReplayed && <ReplayPicker />}
        <ExportMenu session={session} />
      </span>
    </section>
  );
}

/** Opens the video that a session was read from, to be played beside it. */
function ReplayPicker() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button button-small" onClick={() => input.current?.click()}>
        Play its video…
      </button>
      <input
        ref={input}
        type="file"
        accept="video/*"
        hidden
        aria-label="Video of this session"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) openReplay(file, replay);
          currentTarget.value = '';
        }}
      />
    </>
  );
}
