import { type Baseline, BaselineMeter } from 'affect-detect';
import { type FrameStore, MAIN_FACE } from '../recording/frame-store.js';

/** The face must be in so much of the frames. */
const LEAST_SHARE = 0.5;

/**
 * The baseline of a face from a part of a recording; see the core's BaselineMeter for the method.
 * @returns `null` if the face is in less than half of the frames, or there are none
 */
export function takeBaseline(
  store: FrameStore,
  trackId: number,
  start: number,
  end: number,
): Baseline | null {
  const first = store.frameAt(start - 1e-9) + 1;
  const last = store.frameAt(end);
  const track = store.rowsOf(trackId);
  if (track === null || last < first) return null;
  // The main face may change; the one that was there at the end is the one that is meant.
  const lastRow = findLastRow(last, first, (frame) => track.row(frame));
  if (lastRow < 0) return null;
  const person = trackId === MAIN_FACE ? store.trackId(lastRow) : trackId;
  const meter = new BaselineMeter();
  for (let frame = first; frame <= last; frame++) {
    const face = store.frame(frame).faces.find((each) => each.trackId === person);
    if (face !== undefined) meter.add(face.rawProbabilities ?? face.probabilities);
  }
  if (meter.frames < LEAST_SHARE * (last - first + 1)) return null;
  return meter.baseline(person, start, end);
}

function findLastRow(last: number, first: number, rowOf: (frame: number) => number): number {
  for (let frame = last; frame >= first; frame--) if (rowOf(frame) >= 0) return rowOf(frame);
  return -1;
}
