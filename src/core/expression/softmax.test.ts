import { expect, test } from 'vitest';
import { softmax } from './softmax.js';

test('softmax of equal logits is uniform', () => {
  expect([...softmax([3, 3, 3, 3])]).toEqual([0.25, 0.25, 0.25, 0.25]);
});

test('softmax agrees with hand-computed values', () => {
  const [a, b] = softmax([Math.log(3), 0]);
  expect(a).toBeCloseTo(0.75, 12);
  expect(b).toBeCloseTo(0.25, 12);
});

test('softmax of huge logits does not overflow', () => {
  expect([...softmax([1000, 0])]).toEqual([1, 0]);
});
