import { describe, expect, it } from 'vitest';
import { ReliabilityDiagram } from './reliability-diagram.js';

describe('ReliabilityDiagram', () => {
  it('weighs the gap of each bin by its samples', () => {
    const diagram = new ReliabilityDiagram(2);
    diagram.add(0.4, true);
    diagram.add(0.9, true);
    diagram.add(0.9, false);
    diagram.add(0.6, false);
    // Bin 1: |1 - 0.4| * 1/4; bin 2: |1/3 - 0.8| * 3/4.
    expect(diagram.expectedCalibrationError()).toBeCloseTo(0.15 + 0.35, 12);
  });

  it('puts a probability on an edge into the bin below it, as Guo et al. do', () => {
    const diagram = new ReliabilityDiagram(4);
    for (const confidence of [0, 0.25, 0.26, 0.5, 1]) diagram.add(confidence, true);
    expect(diagram.bins().map(({ count }) => count)).toEqual([2, 2, 0, 1]);
  });

  it('takes what rounding put just above 1 as 1', () => {
    const diagram = new ReliabilityDiagram(3);
    diagram.add(1.000001, true);
    expect(diagram.bins()[2].count).toBe(1);
  });

  it('describes 15 adjoining bins by default, with null where there is no sample', () => {
    const diagram = new ReliabilityDiagram();
    diagram.add(0.99, false);
    const bins = diagram.bins();
    expect(bins).toHaveLength(15);
    expect(bins.slice(1).map(({ low }) => low)).toEqual(bins.slice(0, -1).map(({ high }) => high));
    expect(bins[0]).toEqual({ low: 0, high: 1 / 15, count: 0, meanConfidence: null, accuracy: null });
    expect(bins[14]).toMatchObject({ high: 1, count: 1, meanConfidence: 0.99, accuracy: 0 });
  });

  it('has no calibration error without samples', () => {
    expect(new ReliabilityDiagram().expectedCalibrationError()).toBe(0);
  });

  it.each([0, 1.5, Number.NaN])('refuses %d bins', (binCount) => {
    expect(() => new ReliabilityDiagram(binCount)).toThrow(
      /^binCount must be a whole number, at least 1, got/,
    );
  });
});
