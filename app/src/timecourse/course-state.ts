import { computed, effect, signal } from '@preact/signals';
import { baselineOf, EXPRESSION_COLORS, EXPRESSIONS, expressionName, valence } from 'affect-detect';
import { MAIN_FACE, VALENCE } from '../recording/frame-store.js';
import { liveStream, session } from '../recording/live.js';
import type { Session } from '../recording/session.js';
import { chosenId } from '../state/reading.js';
import type { CourseLine } from './course-window.js';
import type { TimeView } from './time-view.js';

/** Which faces the chart shows: one, with all expressions, by its id or as the page goes; or all, with one measure. */
export type FaceChoice = 'auto' | 'all' | number;

/** A line with its looks. */
export interface StyledLine extends CourseLine {
  readonly name: string;
  readonly color: string;
  /** Tells the eighth face from the first, which has the same colour. */
  readonly isDashed: boolean;
}

/** Seconds on show while a stream is followed. */
export const FOLLOWED_SECONDS = 30;
/** More lines than that can't be told apart. */
const MOST_FACES = 14;

export const faceChoice = signal<FaceChoice>('auto');
/** What is shown of each face when all are. */
export const overlaidMeasure = signal(EXPRESSIONS.indexOf('happy'));
export const showsRaw = signal(false);
/** Whether values are shown as differences from the person's neutral face. */
export const showsDifference = signal(false);
/** Measures that were switched off. */
export const hiddenMeasures = signal<ReadonlySet<number>>(new Set());
/** What is looked at: a fixed part, or the last seconds of a stream. */
export const view = signal<TimeView | { readonly followedSeconds: number }>({
  followedSeconds: FOLLOWED_SECONDS,
});
/** The moment under the pointer. */
export const hoveredTime = signal<number | null>(null);
/** The moment that was chosen by a click, by keys, or by a video that is played beside its session. */
export const pinnedTime = signal<number | null>(null);
/** The last moment that the user went to; a video that is played beside its session goes there too. */
export const wantedTime = signal<{ readonly time: number } | null>(null);
/** The moment whose values are shown; `null` for the newest. */
export const cursorTime = computed(() => hoveredTime.value ?? pinnedTime.value);

/** Ids of all faces of the session, the newest last. */
export const trackIds = computed<readonly number[]>(() => {
  trackCount.value;
  return session.value ? [...session.value.store.tracks.keys()].sort((a, b) => a - b) : [];
});
const trackCount = computed(() => {
  session.value?.frames.value;
  return session.value?.store.tracks.size ?? 0;
});

/** The face that is shown; `null` if all are, or there is none. */
export const shownTrack = computed<number | null>(() => {
  const choice = faceChoice.value;
  const ids = trackIds.value;
  if (choice === 'all' || ids.length === 0) return null;
  if (choice !== 'auto' && ids.includes(choice)) return choice;
  return chosenId.value !== null && ids.includes(chosenId.value) ? chosenId.value : MAIN_FACE;
});

/** The lines of the upper chart: probabilities, or one measure of every face. */
export const lines = computed<readonly StyledLine[]>(() => {
  const shown = session.value;
  if (shown === null) return [];
  const track = shownTrack.value;
  const smoothed = track === null ? faceLines(shown) : expressionLines(shown, track);
  const raw = smoothed.map((line): StyledLine => ({ ...line, reading: 'raw' }));
  return showsRaw.value ? [...raw, ...smoothed] : smoothed;
});

/** The lines of the lower chart. */
export const valenceLines = computed<readonly StyledLine[]>(() => {
  const shown = session.value;
  const track = shownTrack.value;
  if (shown === null || track === null || hiddenMeasures.value.has(VALENCE)) return [];
  const line: StyledLine = {
    trackId: track,
    measure: VALENCE,
    reading: 'smoothed',
    offset: offsetOf(shown, track, VALENCE),
    name: 'Valence',
    color: 'ink',
    isDashed: false,
  };
  return showsRaw.value ? [{ ...line, reading: 'raw' }, line] : [line];
});

function expressionLines(shown: Session, trackId: number): StyledLine[] {
  return EXPRESSIONS.flatMap((expression, measure): StyledLine[] =>
    hiddenMeasures.value.has(measure)
      ? []
      : [
          {
            trackId,
            measure,
            reading: 'smoothed',
            offset: offsetOf(shown, trackId, measure),
            name: expressionName(expression),
            color: EXPRESSION_COLORS[expression].fill,
            isDashed: false,
          },
        ],
  );
}

function faceLines(shown: Session): StyledLine[] {
  const measure = overlaidMeasure.value;
  return trackIds.value.slice(-MOST_FACES).map((trackId, i) => ({
    trackId,
    measure,
    reading: 'smoothed',
    offset: offsetOf(shown, trackId, measure),
    name: `Face ${trackId}`,
    color: EXPRESSION_COLORS[EXPRESSIONS[i % EXPRESSIONS.length]].fill,
    isDashed: i >= EXPRESSIONS.length,
  }));
}

/** What a measure is compared with: 0, or the person's neutral face. */
function offsetOf({ info, store }: Session, trackId: number, measure: number): number {
  if (!showsDifference.value) return 0;
  const baseline = baselineOf(info.value.baselines, trackId, store.mostFaces);
  if (baseline === null) return 0;
  return measure === VALENCE ? valence(baseline.probabilities) : baseline.probabilities[EXPRESSIONS[measure]];
}

/** All of the session; at least a second, for an axis to have a length. */
export function wholeOf({ store }: Session): TimeView {
  return { from: store.start, to: Math.max(store.end, store.start + 1) };
}

/** What the chart shows now. */
export function shownView(shown: Session): TimeView {
  const current = view.value;
  if ('from' in current) return current;
  const { start, end } = shown.store;
  const to = Math.max(end, start + current.followedSeconds);
  return { from: to - current.followedSeconds, to };
}

/** Go to a moment. */
export function chooseMoment(time: number): void {
  pinnedTime.value = time;
  wantedTime.value = { time };
}

/** Look at another part; where that reaches the newest frame of a stream, it is followed on. */
export function lookAt(shown: Session, next: TimeView): void {
  const isAtEnd = liveStream.peek()?.session === shown && next.to >= shown.store.end - 0.05;
  view.value = isAtEnd ? { followedSeconds: next.to - next.from } : next;
}

/** Where one can look: as far as the session goes, and as a followed stream shows. */
export function limitsOf(shown: Session): TimeView {
  const whole = wholeOf(shown);
  const current = shownView(shown);
  return { from: Math.min(whole.from, current.from), to: Math.max(whole.to, current.to) };
}

// Another session is looked at afresh: followed while it comes in, as a whole when it is there already.
effect(() => {
  const shown = session.value;
  if (shown === null) return;
  hoveredTime.value = null;
  pinnedTime.value = null;
  faceChoice.value = 'auto';
  showsDifference.value = false;
  view.value = liveStream.peek() ? { followedSeconds: FOLLOWED_SECONDS } : wholeOf(shown);
});

// What was followed to its end is then seen as a whole.
effect(() => {
  if (liveStream.value !== null) return;
  const shown = session.peek();
  if (shown !== null && !('from' in view.peek())) view.value = wholeOf(shown);
});
