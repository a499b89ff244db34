import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LabelRequest, placeLabels } from './place-labels.js';

const PICTURE = { width: 400, height: 300 };
const request: fc.Arbitrary<LabelRequest> = fc.record({
  face: fc.record({
    x: fc.double({ min: -60, max: 400, noNaN: true }),
    y: fc.double({ min: -60, max: 300, noNaN: true }),
    width: fc.double({ min: 1, max: 450, noNaN: true }),
    height: fc.double({ min: 1, max: 350, noNaN: true }),
  }),
  width: fc.integer({ min: 1, max: 400 }),
  height: fc.integer({ min: 1, max: 300 }),
});
const requests = fc.array(request, { maxLength: 8 });

describe('placeLabels', () => {
  it('keeps every label in its size, on whole pixels and inside the picture', () => {
    fc.assert(
      fc.property(requests, (labels) => {
        const { boxes } = placeLabels(labels, PICTURE, 4);
        expect(boxes).toHaveLength(labels.length);
        for (const [i, { x, y, width, height }] of boxes.entries()) {
          expect([width, height]).toEqual([labels[i].width, labels[i].height]);
          expect(Number.isInteger(x) && Number.isInteger(y)).toBe(true);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(PICTURE.width);
          expect(y + height).toBeLessThanOrEqual(PICTURE.height);
        }
      }),
    );
  });

  it('gives the same places every time', () => {
    fc.assert(
      fc.property(requests, (labels) => {
        expect(placeLabels(labels, PICTURE, 4)).toEqual(placeLabels(labels, PICTURE, 4));
      }),
    );
  });

  it('covers nothing where faces stand far apart', () => {
    const cell = fc.record({
      x: fc.integer({ min: 60, max: 90 }),
      y: fc.integer({ min: 40, max: 60 }),
      side: fc.integer({ min: 10, max: 40 }),
    });
    fc.assert(
      fc.property(fc.tuple(cell, cell, cell, cell), (cells) => {
        const labels = cells.map(({ x, y, side }, i) => ({
          face: { x: (i % 2) * 200 + x, y: Math.floor(i / 2) * 150 + y, width: side, height: side },
          width: 50,
          height: 20,
        }));
        expect(placeLabels(labels, PICTURE, 4).covering).toBe(0);
      }),
    );
  });
});
