import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { parseTime } from './parse-time.js';

test.each([
  ['0', 0],
  ['90', 90],
  ['90.5', 90.5],
  ['.5', 0.5],
  ['1:30', 90],
  ['01:02.345', 62.345],
  ['59:59', 3599],
  ['1:02:30.25', 3750.25],
  ['100:00:00', 360_000],
])('%s is %d seconds', (text, seconds) => {
  expect(parseTime(text)).toBe(seconds);
});

test.each(['', ' ', '-1', '1e3', '1:60', '1:60:00', '1:2:3:4', '1::2', ':30', '1:30s', 'Infinity'])(
  '%j is no time',
  (text) => {
    expect(() => parseTime(text)).toThrow(InvalidArgumentError);
  },
);
