/** The part of a recording that a chart shows, seconds. */
export interface TimeView {
  readonly from: number;
  readonly to: number;
}

/** The least that can be looked at, seconds: a few frames. */
const LEAST_SECONDS = 0.25;

/** Move a view so that it lies within a recording, and shorten it where it is longer. */
export function clampView({ from, to }: TimeView, whole: TimeView): TimeView {
  const seconds = Math.min(to - from, whole.to - whole.from);
  const start = Math.min(Math.max(from, whole.from), whole.to - seconds);
  return { from: start, to: start + seconds };
}

/**
 * Look closer, or at more.
 * @param factor how much longer the view becomes; below 1 it becomes shorter
 * @param anchor the time that stays where it is
 */
export function zoomView({ from, to }: TimeView, factor: number, anchor: number, whole: TimeView): TimeView {
  const seconds = Math.max(LEAST_SECONDS, (to - from) * factor);
  const share = to > from ? (anchor - from) / (to - from) : 0.5;
  const start = anchor - share * seconds;
  return clampView({ from: start, to: start + seconds }, whole);
}

/** Look earlier (below 0) or later. */
export function panView({ from, to }: TimeView, seconds: number, whole: TimeView): TimeView {
  return clampView({ from: from + seconds, to: to + seconds }, whole);
}
