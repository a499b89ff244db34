import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeBox } from './whole-box.js';

const coordinate = fc.integer({ min: -500, max: 500 });
const length = fc.integer({ min: 0, max: 300 });
const box = fc.record({ x: coordinate, y: coordinate, width: length, height: length });

describe('wholeBox, for any boxes', () => {
  it('holds what is seen, and is of the expected size where that is the larger one', () => {
    fc.assert(
      fc.property(box, box, (seen, expected) => {
        const whole = wholeBox(seen, expected);
        expect(whole.x).toBeLessThanOrEqual(seen.x);
        expect(whole.x + whole.width).toBeGreaterThanOrEqual(seen.x + seen.width);
        expect(whole.y).toBeLessThanOrEqual(seen.y);
        expect(whole.y + whole.height).toBeGreaterThanOrEqual(seen.y + seen.height);
        expect(whole.width).toBe(Math.max(seen.width, expected.width));
        expect(whole.height).toBe(Math.max(seen.height, expected.height));
      }),
    );
  });

  it('stays where it is expected if what is seen lies in it, and else touches what is seen with its near edge', () => {
    fc.assert(
      fc.property(box, box, (seen, expected) => {
        fc.pre(seen.width <= expected.width);
        const { x } = wholeBox(seen, expected);
        const end = seen.x + seen.width;
        if (expected.x <= seen.x && expected.x + expected.width >= end) expect(x).toBe(expected.x);
        else if (expected.x > seen.x) expect(x).toBe(seen.x);
        else expect(x + expected.width).toBe(end);
      }),
    );
  });

  it('answers itself for what it answered', () => {
    fc.assert(
      fc.property(box, box, (seen, expected) => {
        const whole = wholeBox(seen, expected);
        expect(wholeBox(whole, expected)).toEqual(whole);
        expect(wholeBox(seen, whole)).toEqual(whole);
      }),
    );
  });
});
