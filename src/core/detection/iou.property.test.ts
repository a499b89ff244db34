import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intersectionOverUnion } from './iou.js';

const coordinate = fc.double({ min: -100, max: 5000, noNaN: true });
const length = fc.double({ min: 0, max: 5000, noNaN: true });
const box = fc.record({ x: coordinate, y: coordinate, width: length, height: length });
const visibleLength = fc.double({ min: 0.01, max: 5000, noNaN: true });
const visibleBox = fc.record({ x: coordinate, y: coordinate, width: visibleLength, height: visibleLength });

describe('intersectionOverUnion, for any boxes', () => {
  it('is symmetric and between 0 and 1', () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        const overlap = intersectionOverUnion(a, b);
        expect(overlap).toBe(intersectionOverUnion(b, a));
        expect(overlap).toBeGreaterThanOrEqual(0);
        expect(overlap).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('does not change when both boxes are moved and scaled alike', () => {
    fc.assert(
      fc.property(visibleBox, visibleBox, fc.constantFrom(0.5, 2, 8), (a, b, scale) => {
        const change = ({ x, y, width, height }: typeof a) => ({
          x: x * scale + 16,
          y: y * scale - 16,
          width: width * scale,
          height: height * scale,
        });
        expect(intersectionOverUnion(change(a), change(b))).toBeCloseTo(intersectionOverUnion(a, b), 6);
      }),
    );
  });
});
