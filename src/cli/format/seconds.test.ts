import { expect, test } from 'vitest';
import { seconds } from './seconds.js';

test.each([
  [null, '-'],
  [0, '0.0 s'],
  [9.54, '9.5 s'],
  [59.94, '59.9 s'],
  [59.96, '1:00'],
  [125, '2:05'],
  [3599.6, '1:00:00'],
  [3725, '1:02:05'],
])('%s is written as %s', (time, text) => {
  expect(seconds(time)).toBe(text);
});
