import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RunProgress } from './run-progress.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('the time left of all videos follows from their sizes, also of those that could not be read', () => {
  const progress = new RunProgress([100, 100, 200]);
  expect(progress.describe(0, 0)).toBe('video 1 of 3');
  vi.advanceTimersByTime(10_000);
  expect(progress.describe(0, 0.4)).toBe('video 1 of 3, all: 10 %, 1:30 left');
  progress.finish(0);
  progress.finish(1);
  vi.advanceTimersByTime(10_000);
  expect(progress.describe(2, 0)).toBe('video 3 of 3, all: 50 %, 20.0 s left');
});

test('one video needs no second count, and addresses have no size', () => {
  expect(new RunProgress([100]).describe(0, 0.5)).toBe('');
  expect(new RunProgress([0, 0]).describe(1, 0)).toBe('video 2 of 2');
});
