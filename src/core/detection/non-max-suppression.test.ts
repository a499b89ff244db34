import { describe, expect, it } from 'vitest';
import type { Detection, Keypoints } from '../types.js';
import { nonMaxSuppression } from './non-max-suppression.js';

const KEYPOINTS: Keypoints = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
  [2, 2],
];

/** A box of 10 x 10 pixels at x. */
function detection(x: number, score: number): Detection {
  return { box: { x, y: 0, width: 10, height: 10 }, score, keypoints: KEYPOINTS };
}

describe('nonMaxSuppression', () => {
  it('keeps the best of each group, best score first', () => {
    const [weak, other, best] = [detection(1, 0.6), detection(50, 0.7), detection(0, 0.9)];
    expect(nonMaxSuppression([weak, other, best], 0.3)).toEqual([best, other]);
  });

  it('keeps a detection that overlaps only a suppressed one', () => {
    const chain = [detection(0, 0.9), detection(4, 0.8), detection(8, 0.7)];
    expect(nonMaxSuppression(chain, 0.3)).toEqual([chain[0], chain[2]]);
  });

  it('keeps the earlier of two with the same score', () => {
    const [first, second] = [detection(0, 0.5), detection(1, 0.5)];
    expect(nonMaxSuppression([first, second], 0.3)[0]).toBe(first);
    expect(nonMaxSuppression([second, first], 0.3)[0]).toBe(second);
  });

  it('keeps two that overlap by exactly the threshold', () => {
    const pair = [detection(0, 0.9), detection(5, 0.8)];
    expect(nonMaxSuppression(pair, 1 / 3)).toEqual(pair);
  });

  it('looks at the best 3,000 of more', () => {
    const many = Array.from({ length: 3002 }, (_, i) => detection(20 * i, 0.1 + i / 10_000));
    const kept = nonMaxSuppression(many, 0.3);
    expect(kept).toHaveLength(3000);
    expect(kept.at(-1)).toBe(many[2]);
  });

  it('leaves its input as it was, and answers nothing for nothing', () => {
    const input = [detection(0, 0.1), detection(50, 0.9)];
    const copy = [...input];
    nonMaxSuppression(input, 0.5);
    expect(input).toEqual(copy);
    expect(nonMaxSuppression([], 0.5)).toEqual([]);
  });

  it.each([-0.1, 1.4, Number.NaN])('refuses a threshold of %d', (threshold) => {
    expect(() => nonMaxSuppression([], threshold)).toThrow(
      new RangeError(`iouThreshold must be between 0 and 1, got ${threshold}`),
    );
  });
});
