import { describe, expect, it } from 'vitest';
import { EXPRESSIONS } from '../expression/labels.js';
import { nameProbabilities } from '../expression/threshold.js';
import { type Baseline, BaselineMeter, baselineOf } from './baseline.js';

const peak = (k: number, p: number) =>
  nameProbabilities(EXPRESSIONS.map((_, i) => (i === k ? p : (1 - p) / 6)));

const taken = (trackId: number): Baseline => {
  const meter = new BaselineMeter();
  meter.add(peak(6, 0.7));
  return meter.baseline(trackId, 0, 5);
};

describe('BaselineMeter', () => {
  it('gives the mean of the probabilities, which sums to 1', () => {
    const meter = new BaselineMeter();
    meter.add(peak(6, 0.9));
    meter.add(peak(4, 0.4));
    const { probabilities, frames } = meter.baseline(1, 0, 5);
    expect(frames).toBe(2);
    expect(probabilities.neutral).toBeCloseTo((0.9 + 0.1) / 2, 12);
    expect(probabilities.sad).toBeCloseTo((0.1 / 6 + 0.4) / 2, 12);
    expect(Object.values(probabilities).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it('refuses to give one before it has seen a frame', () => {
    expect(() => new BaselineMeter().baseline(1, 0, 5)).toThrow(
      'frames must be at least 1 for a baseline, got 0',
    );
  });
});

describe('baselineOf', () => {
  it('takes the latest of the track', () => {
    const [first, second] = [taken(1), taken(1)];
    expect(baselineOf([first, second, taken(2)], 1, 2)).toBe(second);
  });

  it("holds for a person's next track where only one face was ever in view", () => {
    const baseline = taken(1);
    expect(baselineOf([baseline], 2, 1)).toBe(baseline);
    expect(baselineOf([baseline], 2, 2)).toBeNull();
  });

  it('is null without one', () => {
    expect(baselineOf([], 1, 1)).toBeNull();
  });
});
