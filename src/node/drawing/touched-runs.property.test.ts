import fc from 'fast-check';
import { expect, it } from 'vitest';
import { touchedRuns } from './touched-runs.js';

const WIDTH = 100;
const HEIGHT = 70;
const area = fc.record({
  x: fc.double({ min: -50, max: 150, noNaN: true }),
  y: fc.double({ min: -50, max: 120, noNaN: true }),
  width: fc.double({ min: 0.1, max: 200, noNaN: true }),
  height: fc.double({ min: 0.1, max: 200, noNaN: true }),
});

it('covers every pixel of the areas, none twice, and stays inside the drawing', () => {
  fc.assert(
    fc.property(fc.array(area, { maxLength: 5 }), (areas) => {
      const covered = new Uint8Array(WIDTH * HEIGHT);
      for (const { x, y, width, height } of touchedRuns(areas, WIDTH, HEIGHT)) {
        expect(width > 0 && height > 0 && x >= 0 && y >= 0).toBe(true);
        expect(x + width <= WIDTH && y + height <= HEIGHT).toBe(true);
        for (let row = y; row < y + height; row++) {
          for (let column = x; column < x + width; column++) covered[row * WIDTH + column]++;
        }
      }
      expect(covered.every((times) => times <= 1)).toBe(true);
      for (const { x, y, width, height } of areas) {
        const left = Math.max(0, Math.floor(x));
        const right = Math.min(WIDTH, Math.ceil(x + width));
        for (let row = Math.max(0, Math.floor(y)); row < Math.min(HEIGHT, Math.ceil(y + height)); row++) {
          for (let column = left; column < right; column++) expect(covered[row * WIDTH + column]).toBe(1);
        }
      }
    }),
  );
});
