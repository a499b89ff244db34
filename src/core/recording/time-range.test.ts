import { describe, expect, it } from 'vitest';
import { isWithin, mergeRanges } from './time-range.js';

describe('mergeRanges', () => {
  it('puts ranges in order and joins those that touch', () => {
    const merged = mergeRanges([
      { start: 8, end: 9 },
      { start: 1, end: 3 },
      { start: 3, end: 4 },
      { start: 2, end: 2.5 },
    ]);
    expect(merged).toEqual([
      { start: 1, end: 4 },
      { start: 8, end: 9 },
    ]);
  });

  it('drops a range of no length', () => {
    expect(mergeRanges([{ start: 1, end: 1 }])).toEqual([]);
  });

  it('refuses a range that ends before it starts, or never', () => {
    expect(() => mergeRanges([{ start: 2, end: 1 }])).toThrow(
      'the length of a range must be at least 0 seconds, got -1',
    );
    expect(() => mergeRanges([{ start: 2, end: Number.POSITIVE_INFINITY }])).toThrow(
      'end must be a finite number of seconds, got Infinity',
    );
  });
});

describe('isWithin', () => {
  it('counts the start of a range in, and its end out', () => {
    const ranges = [{ start: 1, end: 2 }];
    expect([0.9, 1, 1.9, 2].map((time) => isWithin(ranges, time))).toEqual([false, true, true, false]);
  });
});
