import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TemporalSmoother } from './temporal-smoother.js';

const probabilities = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 })
  .map((weights) => {
    const sum = weights.reduce((a, b) => a + b, 1e-9);
    return Float32Array.from(weights, (weight) => (weight + 1e-9 / 7) / sum);
  });

const stream = fc.array(fc.record({ probabilities, interval: fc.double({ min: 0, max: 2, noNaN: true }) }), {
  minLength: 1,
  maxLength: 200,
});

it('sums to 1 and stays between the least and the greatest input', () => {
  fc.assert(
    fc.property(stream, fc.double({ min: 0, max: 10, noNaN: true }), (steps, timeConstantSeconds) => {
      const smoother = new TemporalSmoother({ timeConstantSeconds });
      let timestamp = 0;
      const least = new Float32Array(7).fill(1);
      const greatest = new Float32Array(7);
      for (const step of steps) {
        timestamp += step.interval;
        const out = smoother.update(1, step.probabilities, timestamp);
        let sum = 0;
        for (let i = 0; i < 7; i++) {
          least[i] = Math.min(least[i], step.probabilities[i]);
          greatest[i] = Math.max(greatest[i], step.probabilities[i]);
          expect(out[i]).toBeGreaterThanOrEqual(least[i]);
          expect(out[i]).toBeLessThanOrEqual(greatest[i]);
          sum += out[i];
        }
        expect(sum).toBeCloseTo(1, 5);
      }
    }),
    { numRuns: 50 },
  );
});

it('leaves a constant input as it is', () => {
  fc.assert(
    fc.property(
      probabilities,
      fc.array(fc.double({ min: 0, max: 2, noNaN: true })),
      (constant, intervals) => {
        const smoother = new TemporalSmoother();
        let timestamp = 0;
        for (const interval of intervals) {
          timestamp += interval;
          expect(smoother.update(1, constant, timestamp)).toEqual(constant);
        }
      },
    ),
  );
});
