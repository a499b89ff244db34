import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXPRESSIONS } from '../expression/labels.js';
import { ClassificationReport, type ClassificationSummary } from './classification-report.js';

type Sample = readonly [trueIndex: number, probabilities: Float32Array];

const index = fc.integer({ min: 0, max: EXPRESSIONS.length - 1 });
const probabilities = fc
  .array(fc.integer({ min: 0, max: 1000 }), { minLength: 7, maxLength: 7 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => {
    const sum = weights.reduce((a, b) => a + b);
    return Float32Array.from(weights, (weight) => weight / sum);
  });
const samples: fc.Arbitrary<Sample[]> = fc.array(fc.tuple(index, probabilities), {
  minLength: 1,
  maxLength: 60,
});

function summarise(list: readonly Sample[]): ClassificationSummary {
  const report = new ClassificationReport();
  for (const [trueIndex, row] of list) report.add(trueIndex, row);
  return report.summary();
}

describe('ClassificationReport', () => {
  it('has the accuracy trace / n, inside its own interval', () => {
    fc.assert(
      fc.property(samples, (list) => {
        const { n, accuracy, confusion, interval95 } = summarise(list);
        const trace = confusion.reduce((sum, row, i) => sum + row[i], 0);
        expect(n).toBe(list.length);
        expect(accuracy).toBe(trace / n);
        expect(interval95[0]).toBeLessThanOrEqual(accuracy);
        expect(interval95[1]).toBeGreaterThanOrEqual(accuracy);
        expect(interval95[0]).toBeLessThan(interval95[1]);
      }),
    );
  });

  it('keeps every fraction in [0, 1], the log loss from 0 and the supports at n', () => {
    fc.assert(
      fc.property(samples, (list) => {
        const { n, macroF1, ece, logLoss, perClass, confusion } = summarise(list);
        const scores = Object.values(perClass);
        for (const fraction of [macroF1, ece, ...scores.flatMap((s) => [s.precision, s.recall, s.f1])]) {
          expect(fraction).toBeGreaterThanOrEqual(0);
          expect(fraction).toBeLessThanOrEqual(1);
        }
        expect(logLoss).toBeGreaterThanOrEqual(0);
        expect(scores.reduce((sum, { support }) => sum + support, 0)).toBe(n);
        expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(n);
      }),
    );
  });

  it('does not depend on the order of the samples', () => {
    const shuffled = samples.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([list, permuted]) => {
        const { logLoss, ece, reliability, ...counted } = summarise(list);
        const other = summarise(permuted);
        expect(other).toMatchObject(counted);
        // Sums of floating-point numbers depend on their order in the last digits.
        expect(other.logLoss).toBeCloseTo(logLoss, 10);
        expect(other.ece).toBeCloseTo(ece, 10);
        expect(other.reliability.map(({ count }) => count)).toEqual(reliability.map(({ count }) => count));
      }),
    );
  });

  it('finds no calibration error where k of m samples that claim k / m are right', () => {
    const groups = fc.array(
      fc
        .integer({ min: 2, max: 40 })
        .chain((m) => fc.tuple(fc.integer({ min: Math.ceil(m / 2), max: m }), fc.constant(m))),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(groups, index, (list, predicted) => {
        const report = new ClassificationReport();
        for (const [k, m] of list) {
          const row = Float32Array.from(EXPRESSIONS, (_, i) => (i === predicted ? k / m : (1 - k / m) / 6));
          for (let i = 0; i < m; i++) report.add(i < k ? predicted : (predicted + 1) % 7, row);
        }
        expect(report.summary().ece).toBeLessThan(1e-6);
      }),
    );
  });

  it('measures a classifier that is always sure and always wrong as 1 off', () => {
    fc.assert(
      fc.property(index, index, fc.integer({ min: 1, max: 20 }), (truth, guess, n) => {
        fc.pre(truth !== guess);
        const sure = Float32Array.from(EXPRESSIONS, (_, i) => (i === guess ? 1 : 0));
        const { ece, accuracy, macroF1 } = summarise(Array.from({ length: n }, () => [truth, sure] as const));
        expect([ece, accuracy, macroF1]).toEqual([1, 0, 0]);
      }),
    );
  });
});
