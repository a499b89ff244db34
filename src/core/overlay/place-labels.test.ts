import { describe, expect, it } from 'vitest';
import type { Box } from '../types.js';
import { placeLabels } from './place-labels.js';

const PICTURE = { width: 400, height: 300 };
const place = (...faces: Box[]) =>
  placeLabels(
    faces.map((face) => ({ face, width: 100, height: 20 })),
    PICTURE,
    4,
  );

describe('placeLabels', () => {
  it("puts a label above its face's left edge", () => {
    const { boxes, covering } = place({ x: 100, y: 100, width: 80, height: 80 });
    expect(boxes).toEqual([{ x: 100, y: 76, width: 100, height: 20 }]);
    expect(covering).toBe(0);
  });

  it('puts it below where there is no room above', () => {
    const { boxes } = place({ x: 100, y: 5, width: 80, height: 80 });
    expect(boxes[0]).toMatchObject({ x: 100, y: 89 });
  });

  it('puts it into a face that fills the picture', () => {
    const { boxes, covering } = place({ x: 0, y: 0, width: 400, height: 300 });
    expect(boxes[0]).toMatchObject({ x: 2, y: 2 });
    expect(covering).toBeGreaterThan(0);
  });

  it('moves it off the right edge', () => {
    const { boxes } = place({ x: 350, y: 100, width: 40, height: 40 });
    expect(boxes[0].x + boxes[0].width).toBeLessThanOrEqual(400);
  });

  it('keeps the labels of neighbours apart', () => {
    const { boxes, covering } = place(
      { x: 100, y: 100, width: 60, height: 60 },
      { x: 165, y: 100, width: 60, height: 60 },
      { x: 230, y: 100, width: 60, height: 60 },
    );
    expect(covering).toBe(0);
    expect(new Set(boxes.map(({ y }) => y)).size).toBeGreaterThan(1);
  });

  it('says how much is covered where it cannot be avoided', () => {
    const face = { x: 0, y: 0, width: 100, height: 20 };
    const { covering } = placeLabels(
      [1, 2].map(() => ({ face, width: 100, height: 20 })),
      { width: 100, height: 20 },
      0,
    );
    // Each of two labels covers the other wholly, the other's face and its own.
    expect(covering).toBe(2 * (100 + 10 + 3));
  });
});
