import { expect, test } from 'vitest';
import type { RunDescription } from './journal-entry.js';
import { runDifference } from './run-difference.js';

const RUN: RunDescription = {
  version: '1.0.0',
  models: { detector: 'aaa', expression: 'bbb' },
  options: { fps: 5, start: null },
  inputs: [{ path: 'a.mp4', size: 10, modified: 100 }],
};

test('equal runs go on with each other', () => {
  expect(runDifference(RUN, structuredClone(RUN))).toBeNull();
});

test.each([
  [{ version: '1.1.0' }, 'is of version 1.0.0, and this is 1.1.0'],
  [{ models: { ...RUN.models, detector: 'ccc' } }, 'was made with other models'],
  [{ options: { fps: null, start: null } }, 'was made with --fps 5, now not given'],
  [{ options: { fps: 5, start: null, end: 3 } }, 'was made with --end not given, now 3'],
  [{ inputs: [] }, 'was made from other videos'],
  [{ inputs: [{ path: 'b.mp4', size: 10, modified: 100 }] }, 'was made from other videos'],
  [{ inputs: [{ path: 'a.mp4', size: 10, modified: 101 }] }, 'was made before a.mp4 was changed'],
])('%j is a difference', (change, message) => {
  expect(runDifference(RUN, { ...RUN, ...change })).toBe(message);
});
