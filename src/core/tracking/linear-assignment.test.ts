import { describe, expect, it } from 'vitest';
import { linearAssignment } from './linear-assignment.js';

describe('linearAssignment', () => {
  it('prefers the least total over the best first choice', () => {
    // Greedy would take (0, 0) at 1 and then pay 100.
    expect([...linearAssignment(Float64Array.of(1, 2, 3, 100), 2, 2)]).toEqual([1, 0]);
  });

  it('leaves columns over where there are more columns than rows', () => {
    expect([...linearAssignment(Float64Array.of(5, 4, 9, 5, 1, 9), 2, 3)]).toEqual([0, 1]);
  });

  it('gives ties to the lowest column', () => {
    expect([...linearAssignment(new Float64Array(6), 2, 3)]).toEqual([0, 1]);
  });

  it('assigns nothing without rows', () => {
    expect(linearAssignment(new Float64Array(0), 0, 3)).toHaveLength(0);
  });

  it('refuses more rows than columns', () => {
    expect(() => linearAssignment(new Float64Array(2), 2, 1)).toThrow(
      new RangeError('rows must be at most columns (1), got 2'),
    );
  });

  it('refuses a cost matrix of another size', () => {
    expect(() => linearAssignment(new Float64Array(3), 2, 2)).toThrow(
      new RangeError('cost must have rows * columns = 4 entries, got 3'),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses a row of costs that are %s', (value) => {
    expect(() => linearAssignment(Float64Array.of(value, value), 1, 2)).toThrow('cost must be finite');
  });
});
