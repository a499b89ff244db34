import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/evaluation/scikit-learn.json' with { type: 'json' };
import { EXPRESSIONS } from '../expression/labels.js';
import { ClassificationReport } from './classification-report.js';

/** Probabilities with `top` for one expression and the rest shared evenly. */
function peaked(index: number, top: number): Float32Array {
  return Float32Array.from(EXPRESSIONS, (_, i) => (i === index ? top : (1 - top) / 6));
}

describe('ClassificationReport', () => {
  it('gives the figures of four samples that are worked out by hand', () => {
    const report = new ClassificationReport();
    report.add(3, peaked(3, 0.7)); // happy, right
    report.add(3, peaked(3, 0.7)); // happy, right
    report.add(3, peaked(4, 0.7)); // happy read as sad; 0.05 for happy
    report.add(4, peaked(4, 0.7)); // sad, right
    const summary = report.summary();
    expect(summary.n).toBe(4);
    expect(summary.accuracy).toBe(0.75);
    expect(summary.perClass.happy).toEqual({ precision: 1, recall: 2 / 3, f1: 0.8, support: 3 });
    expect(summary.perClass.sad).toEqual({ precision: 0.5, recall: 1, f1: 2 / 3, support: 1 });
    expect(summary.macroF1).toBeCloseTo((0.8 + 2 / 3) / 2, 12);
    expect(summary.confusion[3]).toEqual([0, 0, 0, 2, 1, 0, 0]);
    expect(summary.confusion[4]).toEqual([0, 0, 0, 0, 1, 0, 0]);
    expect(summary.logLoss).toBeCloseTo(-(3 * Math.log(0.7) + Math.log(0.05)) / 4, 6);
    expect(summary.ece).toBeCloseTo(0.05, 6);
    expect(summary.labels).toEqual(['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral']);
  });

  it('counts apart the samples whose expression is named', () => {
    const report = new ClassificationReport({ threshold: 0.5 });
    report.add(3, peaked(3, 0.7)); // named, right
    report.add(3, peaked(4, 0.6)); // named, wrong
    report.add(3, peaked(3, 0.4)); // uncertain
    report.add(3, peaked(4, 0.4)); // uncertain
    expect(report.summary()).toMatchObject({ threshold: 0.5, named: 0.5, accuracyNamed: 0.5, accuracy: 0.5 });
    expect(() => new ClassificationReport({ threshold: 40 })).toThrow(
      'threshold must be between 0 and 1, got 40',
    );
  });

  it('has no accuracy of named expressions where none is named', () => {
    const report = new ClassificationReport({ threshold: 0.9 });
    report.add(3, peaked(3, 0.7));
    expect(report.summary()).toMatchObject({ named: 0, accuracyNamed: null });
  });

  it.each(fixture.cases)('agrees with scikit-learn on $name', ({ truth, probabilities, expected }) => {
    const report = new ClassificationReport();
    truth.forEach((label, i) => {
      report.add(label, Float32Array.from(probabilities[i]));
    });
    const summary = report.summary();
    expect(summary.accuracy).toBeCloseTo(expected.accuracy, 12);
    expect(summary.interval95[0]).toBeCloseTo(expected.interval95[0], 12);
    expect(summary.interval95[1]).toBeCloseTo(expected.interval95[1], 12);
    expect(summary.macroF1).toBeCloseTo(expected.macroF1, 12);
    expect(summary.confusion).toEqual(expected.confusion);
    EXPRESSIONS.forEach((expression, i) => {
      for (const score of ['precision', 'recall', 'f1', 'support'] as const) {
        expect(summary.perClass[expression][score]).toBeCloseTo(expected[score][i], 12);
      }
    });
    expect(summary.logLoss).toBeCloseTo(expected.logLoss, 7);
    expect(summary.ece).toBeCloseTo(expected.ece, 7);
    expect(summary.reliability.map(({ count }) => count)).toEqual(expected.binCounts);
  });

  it('clips the log loss, so that one sure mistake stays finite', () => {
    const report = new ClassificationReport();
    report.add(0, Float32Array.of(0, 1, 0, 0, 0, 0, 0));
    expect(report.summary().logLoss).toBeCloseTo(-Math.log(1e-15), 9);
  });

  it('predicts the first of equal top probabilities', () => {
    const report = new ClassificationReport();
    report.add(2, Float32Array.of(0, 0, 0.5, 0.5, 0, 0, 0));
    expect(report.summary().accuracy).toBe(1);
  });

  it('gives a summary that later samples leave as it is', () => {
    const report = new ClassificationReport();
    report.add(0, peaked(0, 0.9));
    const before = report.summary();
    report.add(1, peaked(0, 0.9));
    expect(before.n).toBe(1);
    expect(before.confusion[1]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(report.n).toBe(2);
  });

  it('has no summary of nothing', () => {
    expect(() => new ClassificationReport().summary()).toThrow(/^n must be at least 1, got 0/);
  });

  it.each([-1, 7, 1.5, Number.NaN])('refuses %d as a true index', (trueIndex) => {
    expect(() => new ClassificationReport().add(trueIndex, peaked(0, 1))).toThrow(/^trueIndex must be/);
  });

  it.each([
    [Float32Array.of(1), 'probabilities must have 7 values, got 1'],
    [Float32Array.of(0, 0, Number.NaN, 0, 0, 0, 1), 'probabilities[2] must be between 0 and 1, got NaN'],
    [Float32Array.of(-0.5, 0, 0, 0, 0, 0, 1), 'probabilities[0] must be between 0 and 1, got -0.5'],
    [Float32Array.of(0, 0, 0, 0, 0, 0, 4), 'probabilities[6] must be between 0 and 1, got 4'],
  ])('refuses %o and counts nothing', (probabilities, message) => {
    const report = new ClassificationReport();
    expect(() => report.add(0, probabilities)).toThrow(new RangeError(message));
    expect(report.n).toBe(0);
  });
});
