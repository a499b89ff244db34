import { describe, expect, it } from 'vitest';
import { classScores, macroF1 } from './class-scores.js';

describe('classScores', () => {
  it('reads precision along columns and recall along rows', () => {
    const [first, second] = classScores([
      [3, 1],
      [2, 4],
    ]);
    expect(first).toEqual({ precision: 3 / 5, recall: 3 / 4, f1: 6 / 9, support: 4 });
    expect(second).toEqual({ precision: 4 / 5, recall: 4 / 6, f1: 8 / 11, support: 6 });
  });

  it('gives 0, not NaN, to a class that was never predicted or never true', () => {
    const [, second, third] = classScores([
      [2, 0, 1],
      [1, 0, 0],
      [0, 0, 0],
    ]);
    expect(second).toEqual({ precision: 0, recall: 0, f1: 0, support: 1 });
    expect(third).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
  });
});

describe('macroF1', () => {
  it('is the plain mean of the classes, whatever their sizes', () => {
    expect(
      macroF1([
        [3, 1],
        [2, 4],
      ]),
    ).toBeCloseTo((6 / 9 + 8 / 11) / 2, 12);
  });

  it('leaves out a class that is neither true nor predicted', () => {
    expect(
      macroF1([
        [3, 0, 0],
        [0, 2, 0],
        [0, 0, 0],
      ]),
    ).toBe(1);
  });

  it('counts a class that was predicted though it is never true', () => {
    expect(
      macroF1([
        [3, 1],
        [0, 0],
      ]),
    ).toBeCloseTo((6 / 7 + 0) / 2, 12);
  });

  it('is 0 for an empty matrix', () => {
    expect(
      macroF1([
        [0, 0],
        [0, 0],
      ]),
    ).toBe(0);
  });
});
