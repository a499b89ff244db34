import { describe, expect, it } from 'vitest';
import { TemporalSmoother } from './temporal-smoother.js';

const HAPPY = Float32Array.of(0, 0, 0, 1, 0, 0, 0);
const SAD = Float32Array.of(0, 0, 0, 0, 1, 0, 0);

describe('TemporalSmoother', () => {
  it('passes the first value of a track unchanged, as a copy', () => {
    const out = new TemporalSmoother().update(1, HAPPY, 5);
    expect(out).toEqual(HAPPY);
    expect(out).not.toBe(HAPPY);
  });

  it('has come 63 % of the way after one time constant', () => {
    const smoother = new TemporalSmoother({ timeConstantSeconds: 0.3 });
    smoother.update(1, HAPPY, 0);
    const out = smoother.update(1, SAD, 0.3);
    expect(out[4]).toBeCloseTo(1 - Math.exp(-1), 6);
    expect(out[3]).toBeCloseTo(Math.exp(-1), 6);
  });

  it.each([5, 30, 240])('gives the same step response at %i frames a second', (fps) => {
    const smoother = new TemporalSmoother({ timeConstantSeconds: 0.3 });
    smoother.update(1, HAPPY, 0);
    let out: Float32Array = HAPPY;
    for (let frame = 1; frame <= 0.6 * fps; frame++) out = smoother.update(1, SAD, frame / fps);
    expect(out[4]).toBeCloseTo(1 - Math.exp(-2), 6);
  });

  it('passes everything unchanged with a time constant of 0', () => {
    const smoother = new TemporalSmoother({ timeConstantSeconds: 0 });
    smoother.update(1, HAPPY, 0);
    expect(smoother.update(1, SAD, 0.001)).toEqual(SAD);
  });

  it('starts afresh after a gap longer than maxGapSeconds, not at it', () => {
    const smoother = new TemporalSmoother({ timeConstantSeconds: 1 });
    smoother.update(1, HAPPY, 0);
    expect(smoother.update(1, SAD, 1)[3]).toBeCloseTo(Math.exp(-1), 6);
    expect(smoother.update(1, SAD, 2.01)).toEqual(SAD);
  });

  it('keeps tracks apart', () => {
    const smoother = new TemporalSmoother();
    smoother.update(1, HAPPY, 0);
    expect(smoother.update(2, SAD, 0.1)).toEqual(SAD);
  });

  it('forgets a track', () => {
    const smoother = new TemporalSmoother();
    smoother.update(1, HAPPY, 0);
    smoother.forget(1);
    expect(smoother.update(1, SAD, 0.1)).toEqual(SAD);
  });

  it('refuses a timestamp that goes backwards within a track, whatever the time constant', () => {
    for (const timeConstantSeconds of [0, 0.3]) {
      const smoother = new TemporalSmoother({ timeConstantSeconds });
      smoother.update(1, HAPPY, 1);
      expect(() => smoother.update(1, HAPPY, 0.5)).toThrow(
        new RangeError('timestamp must not be earlier than the one before (1), got 0.5'),
      );
    }
  });

  it('refuses anything but seven probabilities', () => {
    expect(() => new TemporalSmoother().update(1, new Float32Array(8), 0)).toThrow(
      new RangeError('probabilities must have 7 entries, got 8'),
    );
  });

  it('refuses a negative time constant', () => {
    expect(() => new TemporalSmoother({ timeConstantSeconds: -1 })).toThrow(
      new RangeError('timeConstantSeconds must be at least 0 seconds, got -1'),
    );
  });
});
