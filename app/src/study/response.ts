import { EXPRESSIONS } from 'affect-detect';
import { type FrameStore, MAIN_FACE } from '../recording/frame-store.js';
import type { StimulusSpan } from './stimulus-span.js';

/** What the main face showed while a stimulus was on. */
export interface Response {
  readonly span: StimulusSpan;
  /** Share of the frames with a face, 0 to 1; `NaN` without frames. */
  readonly coverage: number;
  /** Mean probability of each expression over the frames with a face; `NaN` without any. */
  readonly means: readonly number[];
  /** Seconds since the stimulus began, and the seven probabilities then; `null` where no face was seen. */
  readonly course: readonly { readonly time: number; readonly probabilities: readonly number[] | null }[];
}

/** Cut a session's main face to the time of a stimulus. */
export function responseTo(store: FrameStore, span: StimulusSpan): Response {
  const rows = store.rowsOf(MAIN_FACE);
  const course: { time: number; probabilities: number[] | null }[] = [];
  const first = store.frameAt(span.start - 1e-9) + 1;
  for (let frame = first; frame < store.length && store.time(frame) <= span.end; frame++) {
    const row = rows?.row(frame) ?? -1;
    const probabilities = row < 0 ? null : EXPRESSIONS.map((_, i) => store.measure(row, i, 'smoothed'));
    course.push({ time: store.time(frame) - span.start, probabilities });
  }
  const seen = course.flatMap(({ probabilities }) => (probabilities === null ? [] : [probabilities]));
  const means = EXPRESSIONS.map((_, i) => seen.reduce((sum, values) => sum + values[i], 0) / seen.length);
  return { span, coverage: seen.length / course.length, means, course };
}
