import { EXPRESSIONS } from 'affect-detect';
import { expressionName } from '../expressions.js';
import { MAIN_FACE } from '../recording/frame-store.js';
import { liveStream } from '../recording/live.js';
import type { Session } from '../recording/session.js';
import {
  type FaceChoice,
  FOLLOWED_SECONDS,
  faceChoice,
  overlaidMeasure,
  pinnedTime,
  shownTrack,
  showsDifference,
  showsRaw,
  trackIds,
  view,
  wholeOf,
} from './course-state.js';

/** What the chart shows: which faces, which values, which part of time. */
export function CourseToolbar({ session }: { session: Session }) {
  const isLive = liveStream.value?.session === session;
  const follows = !('from' in view.value);
  return (
    <div class="course-toolbar">
      <select
        class="select select-small"
        aria-label="Face in the time course"
        value={String(faceChoice.value)}
        onChange={(event) => {
          const { value } = event.currentTarget;
          faceChoice.value = (value === 'auto' || value === 'all' ? value : Number(value)) as FaceChoice;
        }}
      >
        <option value="auto">
          {(shownTrack.value ?? MAIN_FACE) === MAIN_FACE ? 'Main face' : `Chosen face (${shownTrack.value})`}
        </option>
        {trackIds.value.map((id) => (
          <option key={id} value={String(id)}>
            Face {id}
          </option>
        ))}
        <option value="all">All faces</option>
      </select>
      {faceChoice.value === 'all' && (
        <select
          class="select select-small"
          aria-label="Expression of all faces"
          value={String(overlaidMeasure.value)}
          onChange={(event) => {
            overlaidMeasure.value = Number(event.currentTarget.value);
          }}
        >
          {EXPRESSIONS.map((expression, i) => (
            <option key={expression} value={String(i)}>
              {expressionName(expression)}
            </option>
          ))}
        </select>
      )}
      <label class="check check-small">
        <input
          type="checkbox"
          checked={showsRaw.value}
          onChange={(event) => {
            showsRaw.value = event.currentTarget.checked;
          }}
        />
        Raw
      </label>
      {session.info.value.baselines.length > 0 && (
        <label class="check check-small">
          <input
            type="checkbox"
            checked={showsDifference.value}
            onChange={(event) => {
              showsDifference.value = event.currentTarget.checked;
            }}
          />
          From baseline
        </label>
      )}
      <span class="course-views">
        {isLive && (
          <button
            type="button"
            class="button button-small"
            aria-pressed={follows}
            onClick={() => {
              pinnedTime.value = null;
              view.value = { followedSeconds: FOLLOWED_SECONDS };
            }}
          >
            Follow
          </button>
        )}
        <button
          type="button"
          class="button button-small"
          onClick={() => {
            view.value = isLive
              ? { followedSeconds: Math.max(FOLLOWED_SECONDS, session.store.end - session.store.start) }
              : wholeOf(session);
          }}
        >
          Show all
        </button>
      </span>
    </div>
  );
}
