import { EXPRESSIONS, expressionName } from 'affect-detect';
import { CheckBox } from '../components/check-box.js';
import { Choice } from '../components/choice.js';
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
      <Choice
        label="Face in the time course"
        options={faceOptions()}
        value={faceChoice.value}
        isSmall
        onChoose={(choice) => {
          faceChoice.value = choice;
        }}
      />
      {faceChoice.value === 'all' && (
        <Choice
          label="Expression of all faces"
          options={EXPRESSIONS.map((expression, i) => [i, expressionName(expression)])}
          value={overlaidMeasure.value}
          isSmall
          onChoose={(measure) => {
            overlaidMeasure.value = measure;
          }}
        />
      )}
      <CheckBox checked={showsRaw} isSmall>
        Raw
      </CheckBox>
      {session.info.value.baselines.length > 0 && (
        <CheckBox checked={showsDifference} isSmall>
          From baseline
        </CheckBox>
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

function faceOptions(): (readonly [FaceChoice, string])[] {
  const track = shownTrack.value ?? MAIN_FACE;
  return [
    ['auto', track === MAIN_FACE ? 'Main face' : `Chosen face (${track})`],
    ...trackIds.value.map((id) => [id, `Face ${id}`] as const),
    ['all', 'All faces'],
  ];
}
