import { effect, signal } from '@preact/signals';
import { type Baseline, mergeRanges } from 'affect-detect';
import { MAIN_FACE } from '../recording/frame-store.js';
import { liveStream, session } from '../recording/live.js';
import { type Session, updateInfo } from '../recording/session.js';
import { cursorTime, shownTrack, shownView } from '../timecourse/course-state.js';
import { takeBaseline } from './take-baseline.js';

/** How long a neutral face is to be held, seconds. */
export const BASELINE_SECONDS = 5;

/** When the range began that is being excluded; `null` if none is. */
export const excludedSince = signal<number | null>(null);
/** When the neutral face began to be held; `null` if none is. */
export const baselineSince = signal<number | null>(null);
/** What became of the last baseline, in words. */
export const baselineMessage = signal<string | null>(null);

/** The moment that a key press means: now in a stream, else the chosen one. */
function momentOf(shown: Session): number {
  const isLive = liveStream.peek()?.session === shown;
  return isLive ? shown.store.end : (cursorTime.peek() ?? shown.store.start);
}

export function addMarker(shown: Session, label: string): void {
  const markers = [...shown.info.peek().markers, { time: momentOf(shown), label }];
  updateInfo(shown, { markers: markers.sort((a, b) => a.time - b.time) });
}

/** Begin to exclude, or end it. */
export function toggleExclusion(shown: Session): void {
  const since = excludedSince.peek();
  if (since === null) excludedSince.value = momentOf(shown);
  else {
    excludedSince.value = null;
    const ends = [since, momentOf(shown)].sort((a, b) => a - b);
    exclude(shown, ends[0], ends[1]);
  }
}

export function excludeView(shown: Session): void {
  const { from, to } = shownView(shown);
  exclude(shown, Math.max(from, shown.store.start), Math.min(to, shown.store.end + 1e-3));
}

function exclude(shown: Session, start: number, end: number): void {
  if (end > start)
    updateInfo(shown, { excluded: mergeRanges([...shown.info.peek().excluded, { start, end }]) });
}

/** Take the shown person's baseline from the next seconds of a stream, or from the part that is looked at. */
export function calibrate(shown: Session): void {
  baselineMessage.value = null;
  if (liveStream.peek()?.session === shown) baselineSince.value = shown.store.end;
  else {
    const { from, to } = shownView(shown);
    keepBaseline(shown, from, to);
  }
}

function keepBaseline(shown: Session, start: number, end: number): void {
  const baseline: Baseline | null = takeBaseline(shown.store, shownTrack.peek() ?? MAIN_FACE, start, end);
  if (baseline === null) {
    baselineMessage.value = 'The face was not in view for most of that time. Try again.';
    return;
  }
  updateInfo(shown, { baselines: [...shown.info.peek().baselines, baseline] });
  baselineMessage.value = `The baseline of face ${baseline.trackId} was taken from ${baseline.frames} frames.`;
}

// The neutral face has been held for long enough.
effect(() => {
  const since = baselineSince.value;
  const shown = session.value;
  if (since === null || shown === null) return;
  shown.frames.value;
  if (shown.store.end < since + BASELINE_SECONDS) return;
  baselineSince.value = null;
  keepBaseline(shown, since, since + BASELINE_SECONDS);
});

// What was begun in one session means nothing in another; an open range ends with its stream.
let last: Session | null = null;
effect(() => {
  const shown = session.value;
  const isLive = liveStream.value !== null;
  if (shown === last && isLive) return;
  const since = excludedSince.peek();
  if (since !== null && last !== null) exclude(last, since, last.store.end + 1e-3);
  last = shown;
  excludedSince.value = null;
  baselineSince.value = null;
  baselineMessage.value = null;
});
