import { describe, expect, it } from 'vitest';
import { wilsonInterval95 } from './wilson-interval.js';

describe('wilsonInterval95', () => {
  it('gives the interval of 8 successes in 10 that is worked out by hand', () => {
    // (0.8 + z²/20 ± z √(0.016 + z²/400)) / (1 + z²/10) with z = 1.959964
    const [low, high] = wilsonInterval95(8, 10);
    expect(low).toBeCloseTo(0.490162, 5);
    expect(high).toBeCloseTo(0.943318, 5);
  });

  it('stays inside [0, 1] where every trial failed or succeeded', () => {
    expect(wilsonInterval95(0, 20)[0]).toBe(0);
    expect(wilsonInterval95(0, 20)[1]).toBeCloseTo(0.161125, 5);
    expect(wilsonInterval95(20, 20)[1]).toBe(1);
    expect(wilsonInterval95(20, 20)[0]).toBeCloseTo(0.838875, 5);
  });

  it('narrows by about the square root of the number of trials', () => {
    const [low, high] = wilsonInterval95(500, 1000);
    const [lowOfMany, highOfMany] = wilsonInterval95(50_000, 100_000);
    expect((high - low) / (highOfMany - lowOfMany)).toBeCloseTo(10, 1);
  });

  it.each([
    [0, 0, 'n'],
    [1, 2.5, 'n'],
    [3, 2, 'successes'],
    [-1, 2, 'successes'],
    [Number.NaN, 2, 'successes'],
  ])('refuses %d of %d and names %s', (successes, n, field) => {
    expect(() => wilsonInterval95(successes, n)).toThrow(RangeError);
    expect(() => wilsonInterval95(successes, n)).toThrow(new RegExp(`^${field} must be`));
  });
});
