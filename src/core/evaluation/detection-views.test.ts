import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keypointsFromBox } from '../detection/keypoints-from-box.js';
import { drawViews, isWithinView, renderView, undoView, type View } from './detection-views.js';

const SAME: View = { scale: 1, shift: [0, 0], gamma: 1, gain: 1 };
/** A soft spot whose centre is at (x, y), with the origin at the picture's corner. */
function spot(x: number, y: number, width = 200, height = 120) {
  const data = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
      data
        .fill(Math.round(40 + 160 * Math.exp(-((distance / 6) ** 2))), 3 * (row * width + column))
        .fill(0, 3 * (row * width + column) + 3);
    }
  }
  return { data, width, height, channels: 3 as const };
}
/** Where the brightest part of a picture is. */
function centreOf({ data, width, height }: { data: ArrayLike<number>; width: number; height: number }) {
  let [sum, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < width * height; i++) {
    const weight = Math.max(0, data[3 * i] - 60);
    sum += weight;
    sumX += weight * ((i % width) + 0.5);
    sumY += weight * (Math.floor(i / width) + 0.5);
  }
  return [sumX / sum, sumY / sum] as const;
}

describe('drawViews', () => {
  it('draws equal views from equal seeds, others from others, all within their ranges', () => {
    expect(drawViews(5, 7)).toEqual(drawViews(5, 7));
    expect(drawViews(5, 7)).not.toEqual(drawViews(5, 8));
    for (const { scale, shift, gamma, gain } of drawViews(200, 1)) {
      expect(Math.abs(Math.log(scale))).toBeLessThanOrEqual(Math.log(1.1));
      expect(Math.max(Math.abs(shift[0]), Math.abs(shift[1]))).toBeLessThanOrEqual(8);
      expect(Math.abs(Math.log(gamma))).toBeLessThanOrEqual(Math.log(1.4));
      expect(Math.abs(Math.log(gain))).toBeLessThanOrEqual(Math.log(1.25));
    }
  });
});

describe('renderView', () => {
  it('leaves a picture as it is where the view is the same', () => {
    const image = spot(80, 50);
    expect(renderView(image, SAME).data).toEqual(image.data);
  });

  it('lights a picture', () => {
    const image = { data: new Uint8Array(12).fill(64), width: 2, height: 2, channels: 3 } as const;
    expect(renderView(image, { ...SAME, gain: 1.25 }).data[0]).toBe(80);
    expect(renderView(image, { ...SAME, gamma: 0.5 }).data[0]).toBe(128);
    expect(renderView(image, { ...SAME, gamma: 0.1, gain: 2 }).data[0]).toBe(255);
  });

  it('moves what is in the picture to where undoView finds it again, to a tenth of a pixel', () => {
    const image = spot(80.3, 51.7);
    for (const view of drawViews(12, 3).map((drawn) => ({ ...drawn, gamma: 1, gain: 1 }))) {
      const [x, y] = centreOf(renderView(image, view));
      const box = { x: x - 5, y: y - 5, width: 10, height: 10 };
      const { keypoints, box: back } = undoView(
        { box, score: 1, keypoints: keypointsFromBox(box) },
        view,
        image,
      );
      expect(back.x + back.width / 2).toBeCloseTo(80.3, 1);
      expect(back.y + back.height / 2).toBeCloseTo(51.7, 1);
      expect(keypoints[0][0] - back.x).toBeCloseTo(((15.3 - 4.7) / 38.4) * back.width, 6);
    }
  });
});

describe('isWithinView', () => {
  it('agrees with where the corners of the picture go', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
        const size = { width: 640, height: 400 };
        const [view] = drawViews(1, seed);
        const all = { x: 0, y: 0, width: 640, height: 400 };
        const shown = undoView({ box: all, score: 1, keypoints: keypointsFromBox(all) }, view, size).box;
        const inner = { x: shown.x + 1, y: shown.y + 1, width: shown.width - 2, height: shown.height - 2 };
        expect(isWithinView(inner, view, size)).toBe(true);
        expect(isWithinView({ ...inner, x: shown.x - 1 }, view, size)).toBe(false);
        expect(isWithinView({ ...inner, height: shown.height + 1 }, view, size)).toBe(false);
      }),
    );
  });
});
