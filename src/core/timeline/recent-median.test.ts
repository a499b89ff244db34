import { expect, it } from 'vitest';
import { RecentMedian } from './recent-median.js';

function medianOf(values: number[], capacity = 100): number | null {
  const recent = new RecentMedian(capacity);
  for (const value of values) recent.add(value);
  return recent.median();
}

it('is null before there is a value', () => {
  expect(medianOf([])).toBeNull();
});

it('is the middle value, or the mean of the two in the middle', () => {
  expect(medianOf([10, 2, 3])).toBe(3);
  expect(medianOf([10, 2, 3, 4])).toBe(3.5);
});

it('forgets values older than its capacity', () => {
  expect(medianOf([100, 100, 100, 1, 2, 3], 3)).toBe(2);
});
