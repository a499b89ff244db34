import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Calibration } from '../model-card.js';
import { calibrateLogits, calibrationOf } from './calibration.js';
import { EXPRESSIONS } from './labels.js';
import { softmax } from './softmax.js';
import { decide, nameProbabilities } from './threshold.js';

const logits = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 7, maxLength: 7 });

test('softmax sums to 1 and keeps the order of its logits', () => {
  fc.assert(
    fc.property(logits, (values) => {
      const probabilities = softmax(values);
      expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
      for (let i = 1; i < values.length; i++) {
        if (values[i] > values[i - 1]) expect(probabilities[i]).toBeGreaterThanOrEqual(probabilities[i - 1]);
      }
    }),
  );
});

test('softmax does not change when a constant is added to every logit', () => {
  fc.assert(
    fc.property(logits, fc.double({ min: -100, max: 100, noNaN: true }), (values, constant) => {
      const moved = softmax(values.map((value) => value + constant));
      softmax(values).forEach((p, i) => {
        expect(moved[i]).toBeCloseTo(p, 9);
      });
    }),
  );
});

test('a temperature changes how sure the answer is but not which it is', () => {
  fc.assert(
    fc.property(logits, fc.double({ min: 0.2, max: 5, noNaN: true }), (values, temperature) => {
      const before = softmax(values);
      const after = softmax(calibrateLogits(values, { method: 'temperature', temperature }));
      const best = before.indexOf(Math.max(...before));
      expect(after[best]).toBeCloseTo(Math.max(...after), 12);
      if (temperature > 1) expect(after[best]).toBeLessThanOrEqual(before[best] + 1e-12);
    }),
  );
});

test('a temperature that depends on the entropy leaves the order of the answers, however sure they are', () => {
  const parameter = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(logits, parameter, parameter, (values, weight, bias) => {
      const scaled = calibrateLogits(values, { method: 'entropy-temperature', weight, bias });
      // From that of a sure answer to that of an undecided one, so that none becomes certain.
      const [least, most] = [bias, weight + bias].map(Math.exp).sort((a, b) => a - b);
      for (const [i, value] of values.entries()) {
        if (Math.abs(value) < 1e-6) continue;
        expect(value / scaled[i]).toBeGreaterThanOrEqual(least * (1 - 1e-9));
        expect(value / scaled[i]).toBeLessThanOrEqual(most * (1 + 1e-9));
      }
      for (let i = 1; i < values.length; i++) {
        if (values[i] > values[i - 1]) expect(scaled[i]).toBeGreaterThanOrEqual(scaled[i - 1]);
      }
    }),
  );
});

test('a temperature that depends on the entropy is the one that is documented', () => {
  // Two of seven equally likely, the others impossible: an entropy of log 2.
  const values = [0, 0, -1000, -1000, -1000, -1000, -1000];
  const share = Math.log(2) / Math.log(7);
  const temperature = Math.exp(0.3 * share + 0.2);
  const scaled = calibrateLogits(values, { method: 'entropy-temperature', weight: 0.3, bias: 0.2 });
  expect(scaled[2]).toBeCloseTo(-1000 / temperature, 9);
});

test('a vector keeps the numbers of the labels that stay, in their new order', () => {
  const vector: Calibration = { method: 'vector', scale: [1, 2, 3], bias: [4, 5, 6] };
  expect(calibrationOf([2, 0], vector)).toEqual({ method: 'vector', scale: [3, 1], bias: [6, 4] });
  const temperature = { method: 'temperature', temperature: 2 } as const;
  expect(calibrationOf([1], temperature)).toBe(temperature);
});

test('an expression is named exactly when its probability reaches the threshold', () => {
  fc.assert(
    fc.property(logits, fc.double({ min: 0, max: 1, noNaN: true }), (values, threshold) => {
      const probabilities = softmax(values);
      const { expression, probability } = decide(probabilities, threshold);
      expect(probability).toBe(Math.max(...probabilities));
      if (probability >= threshold) {
        expect(expression).not.toBeNull();
        expect(nameProbabilities(probabilities)[expression ?? 'angry']).toBe(probability);
      } else expect(expression).toBeNull();
    }),
  );
});

test('named probabilities keep the canonical order', () => {
  expect(Object.keys(nameProbabilities([1, 2, 3, 4, 5, 6, 7]))).toEqual([...EXPRESSIONS]);
});
