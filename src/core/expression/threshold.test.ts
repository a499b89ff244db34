import { expect, test } from 'vitest';
import { isExpression } from './labels.js';
import { assertThreshold, DEFAULT_THRESHOLD, decide } from './threshold.js';

test('the default threshold is 0.40', () => {
  expect(DEFAULT_THRESHOLD).toBe(0.4);
});

test('a probability of exactly the threshold names its expression', () => {
  expect(decide([0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], 0.4)).toEqual({ expression: 'angry', probability: 0.4 });
});

test('just below the threshold the answer is uncertain, with its probability', () => {
  expect(decide([0.1, 0.1, 0.1, 0.39, 0.11, 0.1, 0.1], 0.4)).toEqual({ expression: null, probability: 0.39 });
});

test('on a tie the first expression in canonical order is named', () => {
  expect(decide([0, 0, 0, 0.5, 0, 0.5, 0], 0.4).expression).toBe('happy');
});

test.each([-0.1, 1.1, Number.NaN])('a threshold of %s is refused by name and value', (threshold) => {
  expect(() => assertThreshold(threshold)).toThrow(`threshold must be between 0 and 1, got ${threshold}`);
});

test('contempt is not one of the seven expressions', () => {
  expect(isExpression('contempt')).toBe(false);
  expect(isExpression('neutral')).toBe(true);
});
