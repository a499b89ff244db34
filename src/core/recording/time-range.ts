import { assertDuration } from '../time.js';

/** A stretch of time, seconds; `start` belongs to it, `end` doesn't. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Put ranges in order and join those that touch, so that each moment is in at most one.
 * @throws {RangeError} if a range ends before it starts, or its ends are not finite
 */
export function mergeRanges(ranges: readonly TimeRange[]): TimeRange[] {
  for (const { start, end } of ranges) {
    if (!Number.isFinite(start))
      throw new RangeError(`start must be a finite number of seconds, got ${start}`);
    if (!Number.isFinite(end)) throw new RangeError(`end must be a finite number of seconds, got ${end}`);
    assertDuration('the length of a range', end - start);
  }
  const merged: TimeRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (range.end === range.start) continue;
    if (last === undefined || range.start > last.end) merged.push({ start: range.start, end: range.end });
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
  }
  return merged;
}

/** Whether a time lies in one of the ranges. */
export function isWithin(ranges: readonly TimeRange[], time: number): boolean {
  return ranges.some(({ start, end }) => time >= start && time < end);
}
