import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planFrames } from './frame-plan.js';
import { UPRIGHT } from './orientation.js';
import { selectFrames } from './video-options.js';

const size = fc.integer({ min: 1, max: 8192 });
const aspect = fc.double({ min: 0.25, max: 4, noNaN: true });
const stream = fc.record({ codedWidth: size, codedHeight: size, pixelAspect: aspect }).map((part) => ({
  ...part,
  orientation: UPRIGHT,
  duration: null,
  promisedEnd: null,
  frameRate: null,
}));

test('images are never larger than the source, nor than maxSide', () => {
  fc.assert(
    fc.property(stream, size, (description, maxSide) => {
      const plan = planFrames(description, selectFrames({ maxSide }));
      expect(plan.imageWidth).toBeLessThanOrEqual(Math.min(plan.width, maxSide));
      expect(plan.imageHeight).toBeLessThanOrEqual(Math.min(plan.height, maxSide));
      expect(Math.min(plan.imageWidth, plan.imageHeight)).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('images keep the shape of the source to the nearest pixel', () => {
  fc.assert(
    fc.property(stream, size, (description, maxSide) => {
      const { width, height, imageWidth, imageHeight } = planFrames(description, selectFrames({ maxSide }));
      const scale = Math.min(1, maxSide / Math.max(width, height));
      expect(Math.abs(imageWidth - Math.max(1, width * scale))).toBeLessThanOrEqual(0.5);
      expect(Math.abs(imageHeight - Math.max(1, height * scale))).toBeLessThanOrEqual(0.5);
    }),
  );
});

test('a quarter turn swaps the sides', () => {
  fc.assert(
    fc.property(stream, size, (description, maxSide) => {
      const plan = planFrames(description, selectFrames({ maxSide }));
      const turned = planFrames(
        { ...description, orientation: { swapsSides: true, filters: ['transpose=clock'] } },
        selectFrames({ maxSide }),
      );
      expect([turned.width, turned.height]).toEqual([plan.height, plan.width]);
      expect([turned.imageWidth, turned.imageHeight]).toEqual([plan.imageHeight, plan.imageWidth]);
      expect(turned.filters).toBe(`${plan.filters},transpose=clock`);
    }),
  );
});

test.each([
  [{ fps: 0 }, 'fps must be above 0, got 0'],
  [{ start: -1 }, 'start must be at least 0 seconds, got -1'],
  [{ start: 2, end: 1 }, 'end must be after start (2 s), got 1'],
  [{ maxSide: 1.5 }, 'maxSide must be a whole number of at least 1, got 1.5'],
])('%j is refused', (options, message) => {
  expect(() => selectFrames(options)).toThrow(new RangeError(message));
});
