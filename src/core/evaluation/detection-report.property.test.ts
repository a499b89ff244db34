import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intersectionOverUnion } from '../detection/iou.js';
import { keypointsFromBox } from '../detection/keypoints-from-box.js';
import type { Box, Detection } from '../types.js';
import { averagePrecision } from './detection-average-precision.js';
import { HeightBin } from './detection-height-bin.js';
import type { TrueFace } from './detection-matching.js';
import {
  DetectionReport,
  type DetectionSummary,
  type EvaluatedImage,
  HEIGHT_RANGES,
} from './detection-report.js';

const SIDE = 640;
const size = fc.integer({ min: 12, max: 200 });
const box: fc.Arbitrary<Box> = fc.record({
  x: fc.integer({ min: 0, max: 400 }),
  y: fc.integer({ min: 0, max: 400 }),
  width: size,
  height: size,
});
const truthOf = (face: Box): TrueFace => ({ box: face, keypoints: keypointsFromBox(face), isCrowd: false });
const detectionOf = (face: Box, score: number): Detection => ({
  box: face,
  score,
  keypoints: keypointsFromBox(face),
});

/** Images whose detections are faces moved a little, or anything; all scores differ. */
const images: fc.Arbitrary<EvaluatedImage[]> = fc
  .array(
    fc.record({
      truths: fc.array(box, { maxLength: 6 }),
      moves: fc.array(fc.tuple(fc.nat(5), fc.integer({ min: -40, max: 40 })), { maxLength: 6 }),
      others: fc.array(box, { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .chain((list) => {
    const total = list.reduce((sum, { moves, others }) => sum + moves.length + others.length, 0);
    return fc.tuple(
      fc.constant(list),
      fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { minLength: total, maxLength: total }),
    );
  })
  .map(([list, ranks]) => {
    let next = 0;
    return list.map(({ truths, moves, others }) => {
      const moved = moves.flatMap(([i, by]) => (truths[i] ? [{ ...truths[i], x: truths[i].x + by }] : []));
      const detections = [...moved, ...others].map((face) => detectionOf(face, ranks[next++] / 10_000));
      return { width: SIDE, height: SIDE, truths: truths.map(truthOf), detections };
    });
  });

function summarise(list: readonly EvaluatedImage[]): DetectionSummary {
  const report = new DetectionReport(0.5);
  for (const image of list) report.add(image);
  return report.summary();
}
/** Average precision over all heights, without the interval, which takes its time. */
function apOf(list: readonly EvaluatedImage[]): number | null {
  const bin = new HeightBin(HEIGHT_RANGES.all);
  for (const { detections, truths } of list) {
    bin.add(
      detections.toSorted((a, b) => b.score - a.score),
      truths,
      1,
    );
  }
  return list.some(({ truths }) => truths.length > 0) ? averagePrecision(bin.curve()) : null;
}
/** Of faces that overlap by half, only the first: another one's box would find it just as well. */
const apart = (truths: readonly TrueFace[]) =>
  truths.filter(({ box: a }, i) =>
    truths.slice(0, i).every(({ box: b }) => intersectionOverUnion(a, b) < 0.5),
  );

/**
 * Average precision from its definition, slowly: at every score threshold match anew, then take for each face that is
 * gained the best precision at that recall or more.
 */
function slowAveragePrecision(list: readonly EvaluatedImage[]): number | null {
  const faces = list.reduce((sum, { truths }) => sum + truths.length, 0);
  if (faces === 0) return null;
  const scores = list.flatMap(({ detections }) => detections.map(({ score }) => score));
  const points = scores.map((threshold) => {
    let found = 0;
    let total = 0;
    for (const { detections, truths } of list) {
      const free = new Set(truths);
      const chosen = detections.filter(({ score }) => score >= threshold).sort((a, b) => b.score - a.score);
      for (const { box: candidate } of chosen) {
        total++;
        let best: TrueFace | null = null;
        for (const truth of free) {
          const overlap = intersectionOverUnion(candidate, truth.box);
          if (overlap >= 0.5 && (!best || overlap >= intersectionOverUnion(candidate, best.box)))
            best = truth;
        }
        if (best) {
          free.delete(best);
          found++;
        }
      }
    }
    return { found, precision: found / total };
  });
  let area = 0;
  for (let count = 1; count <= faces; count++) {
    const best = points.filter(({ found }) => found >= count).map(({ precision }) => precision);
    area += Math.max(0, ...best) / faces;
  }
  return area;
}

describe('DetectionReport, for any images', () => {
  it('gives the average precision of its definition', () => {
    fc.assert(
      fc.property(images, (list) => {
        const expected = slowAveragePrecision(list);
        if (expected === null) expect(apOf(list)).toBeNull();
        else expect(apOf(list)).toBeCloseTo(expected, 10);
      }),
    );
  });

  it('keeps precision, recall and interval within 0 to 1', () => {
    fc.assert(
      fc.property(images, (list) => {
        for (const { averagePrecision: ap, recall, interval95 } of Object.values(summarise(list).byHeight)) {
          if (ap === null) continue;
          for (const value of [ap, recall!, ...interval95!]) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(1);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('gives 1 to perfect detections, with keypoints that are not off', () => {
    fc.assert(
      fc.property(images, (list) => {
        const perfect = list.map((image) => ({
          ...image,
          truths: apart(image.truths),
          detections: apart(image.truths).map((truth, i) => detectionOf(truth.box, 0.9 - i / 1000)),
        }));
        const { byHeight, keypointError, falsePositives } = summarise(perfect);
        for (const { averagePrecision: ap, faces } of Object.values(byHeight)) {
          if (faces === 0) expect(ap).toBeNull();
          else expect(ap).toBeCloseTo(1, 12);
        }
        expect(falsePositives.count).toBe(0);
        expect(keypointError?.mean ?? 0).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  it('does not gain by a false positive below all others', () => {
    fc.assert(
      fc.property(images, (list) => {
        const [first, ...rest] = list;
        const worse = {
          ...first,
          detections: [...first.detections, detectionOf({ x: 610, y: 610, width: 25, height: 25 }, 1e-6)],
        };
        const before = apOf(list);
        const after = apOf([worse, ...rest]);
        if (before === null) expect(after).toBeNull();
        else expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });

  it('does not depend on the order of images or detections', () => {
    fc.assert(
      fc.property(images, (list) => {
        const turned = list
          .toReversed()
          .map((image) => ({ ...image, detections: image.detections.toReversed() }));
        const [a, b] = [summarise(list), summarise(turned)];
        expect(b.falsePositives).toEqual(a.falsePositives);
        for (const [name, { averagePrecision: ap, recall }] of Object.entries(a.byHeight)) {
          const other = b.byHeight[name as keyof typeof b.byHeight];
          expect(other.recall).toBe(recall);
          if (ap === null) expect(other.averagePrecision).toBeNull();
          else expect(other.averagePrecision).toBeCloseTo(ap, 12);
        }
      }),
      { numRuns: 20 },
    );
  });
});
