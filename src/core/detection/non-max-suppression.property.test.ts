import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Detection } from '../types.js';
import { intersectionOverUnion } from './iou.js';
import { nonMaxSuppression } from './non-max-suppression.js';

const coordinate = fc.double({ min: 0, max: 60, noNaN: true });
const length = fc.double({ min: 1, max: 60, noNaN: true });
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const point = fc.tuple(coordinate, coordinate);
const detections: fc.Arbitrary<Detection[]> = fc.array(
  fc.record({
    box: fc.record({ x: coordinate, y: coordinate, width: length, height: length }),
    score: unit,
    keypoints: fc.tuple(point, point, point, point, point),
  }),
  { maxLength: 20 },
);

describe('nonMaxSuppression, for any detections', () => {
  it('is idempotent', () => {
    fc.assert(
      fc.property(detections, unit, (input, threshold) => {
        const kept = nonMaxSuppression(input, threshold);
        expect(nonMaxSuppression(kept, threshold)).toEqual(kept);
      }),
    );
  });

  it('answers a subset, best score first, of which no two overlap by more than the threshold', () => {
    fc.assert(
      fc.property(detections, unit, (input, threshold) => {
        const kept = nonMaxSuppression(input, threshold);
        kept.forEach((detection, i) => {
          expect(input).toContain(detection);
          for (const better of kept.slice(0, i)) {
            expect(better).not.toBe(detection);
            expect(better.score).toBeGreaterThanOrEqual(detection.score);
            expect(intersectionOverUnion(better.box, detection.box)).toBeLessThanOrEqual(threshold);
          }
        });
      }),
    );
  });

  it('suppresses only what a kept detection of no lower score overlaps', () => {
    fc.assert(
      fc.property(detections, unit, (input, threshold) => {
        const kept = nonMaxSuppression(input, threshold);
        for (const detection of input.filter((candidate) => !kept.includes(candidate))) {
          const reason = kept.find(
            ({ box, score }) =>
              score >= detection.score && intersectionOverUnion(box, detection.box) > threshold,
          );
          expect(reason).toBeDefined();
        }
      }),
    );
  });
});
