import { expect, test } from 'vitest';
import { Timestamps } from './timestamps.js';

const run = (times: readonly (number | null)[], frameRate: number | null = 25) => {
  const timestamps = new Timestamps(frameRate);
  return times.map((time) => timestamps.next(time));
};

test('increasing times pass, rounded to microseconds', () => {
  expect(run([0, 1 / 3, 0.7000001, 50.1])).toEqual([0, 0.333333, 0.7, 50.1]);
});

test('frames without a time follow at the frame rate', () => {
  expect(run([null, null, null])).toEqual([0, 0.04, 0.08]);
  expect(run([2, null], 10)).toEqual([2, 2.1]);
});

test('frames before the first that has a time come before it', () => {
  expect(run([null, 0, 0.04, 0.08])).toEqual([0, 0.04, 0.08, 0.12]);
  expect(run([null, 0.04, 0.08])).toEqual([0, 0.04, 0.08]);
});

test('equal and slightly older times are moved on by no more than needed', () => {
  expect(run([1, 1, 0.9, 1.04])).toEqual([1, 1.000001, 1.000002, 1.04]);
});

test('a jump back in time goes on from where it was', () => {
  expect(run([5, 5.04, 0, 0.04, 0.08])).toEqual([5, 5.04, 5.08, 5.12, 5.16]);
});
