import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLetterbox, letterboxGeometry } from './letterbox.js';

const size = fc.integer({ min: 1, max: 8000 });
const side = fc.integer({ min: 1, max: 2000 });
const multiple = fc.constantFrom(1, 8, 32);
const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe('a letterbox of any picture', () => {
  it('holds the content, whose longest side is `side`, with less than one multiple of padding', () => {
    fc.assert(
      fc.property(size, size, side, multiple, (width, height, side, multiple) => {
        const box = letterboxGeometry(width, height, side, multiple);
        expect(Math.max(box.contentWidth, box.contentHeight)).toBe(side);
        expect(Math.min(box.contentWidth, box.contentHeight)).toBeGreaterThanOrEqual(1);
        for (const [whole, content] of [
          [box.width, box.contentWidth],
          [box.height, box.contentHeight],
        ]) {
          expect(whole % multiple).toBe(0);
          expect(whole).toBeGreaterThanOrEqual(content);
          expect(whole).toBeLessThan(content + multiple);
        }
      }),
    );
  });

  it('is undone by fromLetterbox', () => {
    fc.assert(
      fc.property(size, size, side, multiple, unit, unit, (width, height, side, multiple, u, v) => {
        const box = letterboxGeometry(width, height, side, multiple);
        const [x, y] = fromLetterbox([u * box.contentWidth, v * box.contentHeight], box, { width, height });
        expect(Math.abs(x - u * width)).toBeLessThan(1e-9 * width);
        expect(Math.abs(y - v * height)).toBeLessThan(1e-9 * height);
      }),
    );
  });
});
