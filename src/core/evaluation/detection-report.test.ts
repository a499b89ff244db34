import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/evaluation/pycocotools.json' with { type: 'json' };
import { keypointsFromBox } from '../detection/keypoints-from-box.js';
import type { Box, Detection } from '../types.js';
import { averagePrecision, type PrecisionRecallCurve } from './detection-average-precision.js';
import { HeightBin } from './detection-height-bin.js';
import type { TrueFace } from './detection-matching.js';
import { DetectionReport, HEIGHT_RANGES, type HeightName } from './detection-report.js';

const boxOf = ([x, y, width, height]: number[]): Box => ({ x, y, width, height });
const truth = (box: Box, changes: Partial<TrueFace> = {}): TrueFace => ({
  box,
  keypoints: null,
  isCrowd: false,
  ...changes,
});
const detection = (box: Box, score: number): Detection => ({ box, score, keypoints: keypointsFromBox(box) });
const square = (x: number, y: number, size: number): Box => ({ x, y, width: size, height: size });
const NAMES = Object.keys(HEIGHT_RANGES) as HeightName[];

const images = fixture.images.map(({ truths, detections }) => ({
  width: fixture.side,
  height: fixture.side,
  truths: truths.map(({ box, crowd }) => truth(boxOf(box), { isCrowd: crowd === 1 })),
  detections: detections.map((row) => detection(boxOf(row), row[4])),
}));

/** COCO's interpolation: the mean precision at recalls 0, 0.01, ... 1. */
function averagePrecision101({ precision, recall }: PrecisionRecallCurve): number {
  const recalls = Array.from({ length: 101 }, (_, i) => i / 100);
  const values = recalls.map((r) => {
    // numpy's linspace differs from i / 100 in the last digit.
    const from = recall.findIndex((value) => value >= r - 1e-12);
    return from < 0 ? 0 : Math.max(...precision.subarray(from));
  });
  return values.reduce((a, b) => a + b) / values.length;
}

describe('DetectionReport', () => {
  const report = new DetectionReport(0.5);
  for (const image of images) report.add(image);
  const summary = report.summary();

  it.each(NAMES)('agrees with pycocotools on faces of %s', (name) => {
    const expected = fixture.expected[name];
    const height = summary.byHeight[name];
    expect(height.faces).toBe(expected.faces);
    expect(height.recall).toBeCloseTo(expected.recallAt50, 12);
    expect(height.averagePrecision).toBeCloseTo(expected.apAllPoints, 12);
    const bin = new HeightBin(HEIGHT_RANGES[name]);
    for (const { detections, truths } of images) {
      bin.add(
        detections.toSorted((a, b) => b.score - a.score),
        truths,
        1,
      );
    }
    expect(averagePrecision101(bin.curve())).toBeCloseTo(expected.ap101, 12);
  });

  it('agrees with pycocotools on false positives, and counts them on images without a face too', () => {
    expect(summary.images).toBe(12);
    expect(summary.falsePositives.count).toBe(fixture.expected.all.falsePositivesAt50);
    const { images: empty, count } = summary.falsePositivesWithoutFaces;
    expect(empty).toBe(images.filter(({ truths }) => truths.length === 0).length);
    expect(count).toBe(
      images[3].detections.filter(({ score, box }) => score >= 0.5 && box.height >= 10).length,
    );
  });

  it('gives an interval that holds the average precision', () => {
    for (const name of NAMES) {
      const { averagePrecision: ap, interval95 } = summary.byHeight[name];
      expect(interval95![0]).toBeLessThanOrEqual(ap!);
      expect(interval95![1]).toBeGreaterThanOrEqual(ap!);
      expect(interval95![1] - interval95![0]).toBeGreaterThan(0.05);
    }
  });

  it('counts heights as if the longest side were 640 px', () => {
    const large = new DetectionReport(0.5);
    large.add({ width: 1280, height: 2560, truths: [truth(square(0, 0, 100))], detections: [] });
    expect(large.summary().byHeight['20-48'].faces).toBe(1);
  });

  it('measures keypoints by the distance between the eyes', () => {
    const box = square(100, 100, 96);
    const keypoints = keypointsFromBox(box).map(([x, y]) => [
      x + 3,
      y - 4,
    ]) as unknown as Detection['keypoints'];
    const one = new DetectionReport(0.5);
    one.add({
      width: 640,
      height: 640,
      truths: [truth(box, { keypoints: keypointsFromBox(box) }), truth(square(300, 300, 50))],
      detections: [{ box, score: 0.9, keypoints }, detection(square(300, 300, 50), 0.9)],
    });
    const eyes = (17.8 / 38.4) * 96;
    expect(one.summary().keypointError!.faces).toBe(1);
    expect(one.summary().keypointError!.median).toBeCloseTo(5 / Math.hypot(eyes, (0.2 / 48) * 96), 6);
  });

  it('has no average precision without faces, and no mean without images', () => {
    const none = new DetectionReport(0.5).summary();
    expect(none.byHeight.all).toEqual({ faces: 0, averagePrecision: null, interval95: null, recall: null });
    expect(none.falsePositives).toEqual({ images: 0, count: 0, perImage: null });
    expect(none.keypointError).toBeNull();
  });

  it('refuses a threshold that is no fraction', () => {
    expect(() => new DetectionReport(Number.NaN)).toThrow(/^scoreThreshold must be between 0 and 1/);
  });
});

describe('averagePrecision', () => {
  it('is worked out by hand: hit, miss, hit of two faces', () => {
    const bin = new HeightBin(HEIGHT_RANGES.all);
    const [a, b] = [square(0, 0, 50), square(100, 0, 50)];
    bin.add(
      [detection(a, 0.9), detection(square(300, 300, 50), 0.8), detection(b, 0.7)],
      [truth(a), truth(b)],
      1,
    );
    // Recall 1/2 at precision 1, recall 1 at precision 2/3.
    expect(averagePrecision(bin.curve())).toBeCloseTo(0.5 * 1 + 0.5 * (2 / 3), 12);
  });

  it('takes detections of equal score together, in whatever order they come', () => {
    const a = square(0, 0, 50);
    const score = (detections: Detection[]) => {
      const bin = new HeightBin(HEIGHT_RANGES.all);
      bin.add(detections, [truth(a)], 1);
      return averagePrecision(bin.curve());
    };
    const pair = [detection(a, 0.5), detection(square(300, 300, 50), 0.5)];
    expect(score(pair)).toBe(0.5);
    expect(score(pair.toReversed())).toBe(0.5);
  });
});
