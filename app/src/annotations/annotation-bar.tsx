import { useEffect, useState } from 'preact/hooks';
import { liveStream } from '../recording/live.js';
import type { Session } from '../recording/session.js';
import { view } from '../timecourse/course-state.js';
import {
  addMarker,
  BASELINE_SECONDS,
  baselineMessage,
  baselineSince,
  calibrate,
  excludedSince,
  excludeView,
  toggleExclusion,
} from './annotate.js';

/** Marks moments and ranges, and takes a person's neutral face. */
export function AnnotationBar({ session }: { session: Session }) {
  const isLive = liveStream.value?.session === session;
  const isExcluding = excludedSince.value !== null;
  return (
    <div class="annotation-bar">
      <button
        type="button"
        class="button button-small"
        aria-keyshortcuts="M"
        onClick={() => addMarker(session, `Marker ${session.info.peek().markers.length + 1}`)}
      >
        Mark <kbd>M</kbd>
      </button>
      <button
        type="button"
        class="button button-small"
        aria-keyshortcuts="X"
        aria-pressed={isExcluding}
        onClick={() => toggleExclusion(session)}
      >
        {isExcluding ? 'End exclusion' : 'Exclude from here'} <kbd>X</kbd>
      </button>
      {!isLive && 'from' in view.value && (
        <button type="button" class="button button-small" onClick={() => excludeView(session)}>
          Exclude view
        </button>
      )}
      <button
        type="button"
        class="button button-small"
        disabled={baselineSince.value !== null}
        title={
          isLive
            ? `Hold a neutral face for ${BASELINE_SECONDS} seconds`
            : 'Zoom to where the face is neutral, then take it as the baseline'
        }
        onClick={() => calibrate(session)}
      >
        {isLive ? 'Calibrate neutral' : 'Baseline from view'}
      </button>
      <p class="quiet" role="status">
        {baselineSince.value === null ? baselineMessage.value : <Countdown session={session} />}
      </p>
    </div>
  );
}

/** How long the neutral face must still be held. */
function Countdown({ session }: { session: Session }) {
  const [left, setLeft] = useState(BASELINE_SECONDS);
  useEffect(() => {
    const timer = setInterval(() => {
      const since = baselineSince.peek();
      if (since !== null) setLeft(Math.max(0, Math.ceil(since + BASELINE_SECONDS - session.store.end)));
    }, 200);
    return () => clearInterval(timer);
  }, [session]);
  return <>Hold a neutral face… {left} s</>;
}
