import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linearAssignment } from './linear-assignment.js';

/** The least total cost over every way to give each row a column. */
function bruteForce(cost: Float64Array, rows: number, columns: number, row = 0, taken = 0): number {
  if (row === rows) return 0;
  let best = Number.POSITIVE_INFINITY;
  for (let column = 0; column < columns; column++) {
    if (taken & (1 << column)) continue;
    const rest = bruteForce(cost, rows, columns, row + 1, taken | (1 << column));
    best = Math.min(best, cost[row * columns + column] + rest);
  }
  return best;
}

// Small whole numbers, negative ones too, make ties common.
const problems = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 3 }))
  .chain(([rows, more]) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(rows + more),
      cost: fc
        .array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ min: 0, max: 3, noNaN: true })), {
          minLength: rows * (rows + more),
          maxLength: rows * (rows + more),
        })
        .map((values) => Float64Array.from(values)),
    }),
  );

it('finds the least total cost that trying everything finds', () => {
  fc.assert(
    fc.property(problems, ({ rows, columns, cost }) => {
      const assigned = linearAssignment(cost, rows, columns);
      let total = 0;
      for (let row = 0; row < rows; row++) total += cost[row * columns + assigned[row]];
      expect(new Set(assigned).size).toBe(rows);
      expect(total).toBeCloseTo(bruteForce(cost, rows, columns), 9);
    }),
    { numRuns: 500 },
  );
});
