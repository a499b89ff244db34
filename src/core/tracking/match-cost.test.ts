import { expect, it } from 'vitest';
import { matchCost, partMatchCost } from './match-cost.js';

const box = { x: 0, y: 0, width: 100, height: 100 };

it('costs nothing to match a box with itself', () => {
  expect(matchCost(box, box)).toBe(0);
});

it('adds what is not shared to the distance in face sizes', () => {
  // Half a face aside: IoU 50 / 150.
  expect(matchCost(box, { ...box, x: 50 })).toBeCloseTo(2 / 3 + 0.5, 12);
});

it('still tells near from far where boxes do not overlap', () => {
  expect(matchCost(box, { ...box, x: 200 })).toBe(3);
  expect(matchCost(box, { ...box, x: 300 })).toBe(4);
});

it('stays a finite number for boxes without area', () => {
  const empty = { x: 10, y: 0, width: 0, height: 0 };
  expect(matchCost(empty, empty)).toBe(1);
  expect(matchCost(empty, { ...empty, x: 11 })).toBeLessThan(Number.POSITIVE_INFINITY);
});

it('finds a part of a face where the whole face is expected better than elsewhere, and worse than the whole', () => {
  const part = { ...box, width: 50 };
  expect(partMatchCost(box, box)).toBe(0);
  expect(partMatchCost(part, box)).toBeCloseTo(0.25, 12);
  expect(partMatchCost({ ...part, x: 100 }, box)).toBeGreaterThan(1);
});
