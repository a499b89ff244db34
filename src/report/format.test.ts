import { expect, it } from 'vitest';
import { clock, decimal, duration, percent, percentRange } from './format.js';
import { meanInterval } from './student-t.js';

it.each([
  [0, '0:00.0'],
  [59.94, '0:59.9'],
  [59.96, '1:00.0'],
  [3599.96, '1:00:00.0'],
  [3725.25, '1:02:05.3'],
  [-1.5, '−0:01.5'],
  [null, '–'],
])('%d seconds on the clock are %s', (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});

it('numbers keep their unit on their line', () => {
  expect(percent(0.1234)).toBe('12.3\u00A0%');
  expect(percentRange([0.1, 0.25])).toBe('10.0–25.0\u00A0%');
  expect(duration(3.256)).toBe('3.26\u00A0s');
  expect(duration(75)).toBe('1:15.0\u00A0min');
  expect(duration(59.996)).toBe('1:00.0\u00A0min');
  expect(duration(3599.96)).toBe('1:00:00.0\u00A0h');
  expect(duration(3600)).toBe('1:00:00.0\u00A0h');
  expect(decimal(-0.1234)).toBe('−0.123');
  expect(decimal(-0.0001)).toBe('0.000');
});

it('the interval of a mean is that of the t test in R', () => {
  // t.test(c(0.1, 0.4, 0.3, 0.2)): 0.0445739 to 0.4554261
  const { mean, interval95 } = meanInterval([0.1, 0.4, 0.3, 0.2]);
  expect(mean).toBeCloseTo(0.25, 12);
  expect(interval95?.[0]).toBeCloseTo(0.0445739, 5);
  expect(interval95?.[1]).toBeCloseTo(0.4554261, 5);
});

it('the quantile beyond the table goes on where the table ends', () => {
  // qt(0.975, 40) in R is 2.021075; the variance of the values is 1.
  const values = Array.from({ length: 41 }, (_, i) => (i === 40 ? 0 : i % 2 === 0 ? 1 : -1));
  expect(meanInterval(values).interval95?.[1]).toBeCloseTo(2.021075 * Math.sqrt(1 / 41), 4);
});

it('a single value, or equal ones, have no interval', () => {
  expect(meanInterval([0.3])).toEqual({ mean: 0.3, interval95: null });
  expect(meanInterval([0, 0, 0]).interval95).toBeNull();
});
