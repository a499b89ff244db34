import { describe, expect, it } from 'vitest';
import { BatchMeans } from './batch-means.js';

/** Seeded uniform numbers in [0, 1): mulberry32. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('BatchMeans', () => {
  it('has no interval before ten batches of a second are full', () => {
    const batches = new BatchMeans();
    batches.add(0, 9.9);
    expect(batches.interval95(0, 1)).toBeNull();
    batches.add(0, 0.2);
    expect(batches.interval95(0, 1)).not.toBeNull();
  });

  it('is open-minded about a state that was never seen, and less so the longer', () => {
    const short = new BatchMeans();
    short.add(0, 10);
    // Wilson with t(9) = 2.2622 and 10 observations: q2 / (1 + q2), q2 = 2.2622^2 / 10.
    expect(short.interval95(1, 0)).toEqual([0, expect.closeTo(0.33852, 4)]);
    const long = new BatchMeans();
    long.add(0, 19);
    expect(long.interval95(1, 0)![1]).toBeLessThan(0.25);
  });

  it('takes its width from the spread of the batches, not from the number of frames', () => {
    // Half of the time each: alternating within each batch, or in stretches of two batches.
    const mixed = new BatchMeans();
    const stretches = new BatchMeans();
    for (let i = 0; i < 160; i++) {
      mixed.add(i % 2, 0.1 + (i % 7) * 0.001);
      stretches.add(Math.floor(i / 20) % 2, 0.1);
    }
    const width = (batches: BatchMeans) => {
      const [low, high] = batches.interval95(0, 0.5)!;
      return high - low;
    };
    expect(width(mixed)).toBeLessThan(0.05);
    expect(width(stretches)).toBeGreaterThan(0.3);
  });

  it('counts the same whether time comes in one piece or in many', () => {
    const whole = new BatchMeans();
    const pieces = new BatchMeans();
    for (const [state, seconds] of [
      [0, 7.5],
      [3, 31.25],
      [0, 12],
    ]) {
      whole.add(state, seconds);
      for (let i = 0; i < 8; i++) pieces.add(state, seconds / 8);
    }
    const [low, high] = whole.interval95(0, 0.4)!;
    expect(pieces.interval95(0, 0.4)).toEqual([expect.closeTo(low, 9), expect.closeTo(high, 9)]);
  });

  it('covers the true share in about 95 of 100 streams with episodes of seconds', () => {
    // Happy for 2 s and neutral for 4 s in the mean, exponentially distributed: a share of 1 / 3.
    const random = uniform(7);
    const streams = 400;
    let covered = 0;
    for (let stream = 0; stream < streams; stream++) {
      const batches = new BatchMeans();
      let happy = random() < 1 / 3;
      let happySeconds = 0;
      let left = 300;
      while (left > 0) {
        const seconds = Math.min(left, -Math.log(1 - random()) * (happy ? 2 : 4));
        batches.add(happy ? 3 : 6, seconds);
        if (happy) happySeconds += seconds;
        happy = !happy;
        left -= seconds;
      }
      const [low, high] = batches.interval95(3, happySeconds / 300)!;
      if (low <= 1 / 3 && 1 / 3 <= high) covered++;
    }
    expect(covered / streams).toBeGreaterThan(0.91);
    expect(covered / streams).toBeLessThan(0.99);
  });
});
