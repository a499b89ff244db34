import { describe, expect, it } from 'vitest';
import type { Box } from '../types.js';
import { matchDetections, type TrueFace } from './detection-matching.js';

const box = (x: number, width = 100): Box => ({ x, y: 0, width, height: 100 });
const face = (x: number, isCrowd = false, width = 100): TrueFace => ({
  box: box(x, width),
  keypoints: null,
  isCrowd,
});
const match = (detections: Box[], truths: TrueFace[], isIgnored = (truth: TrueFace) => truth.isCrowd) =>
  matchDetections(
    detections.map((found) => ({ box: found })),
    truths,
    isIgnored,
  );

describe('matchDetections', () => {
  it('gives each face to one detection, the better score first, with the face that it overlaps most', () => {
    expect(match([box(5), box(0)], [face(0), face(60)])).toEqual([0, null]);
    expect(match([box(15), box(0)], [face(0), face(20)])).toEqual([1, 0]);
  });

  it('wants an overlap of one half', () => {
    // Boxes of 100 that are 34 apart share 66 of 134.
    expect(match([box(34)], [face(0)])).toEqual([null]);
    expect(match([box(33)], [face(0)])).toEqual([0]);
  });

  it('prefers a face that counts to one that is ignored, though that one overlaps more', () => {
    const small = (truth: TrueFace) => truth.box.x === 0;
    expect(match([box(2)], [face(0), face(20)], small)).toEqual([1]);
    expect(match([box(2), box(3)], [face(0), face(20)], small)).toEqual([1, 0]);
  });

  it('lets any number of detections lie in a crowd', () => {
    const crowd = face(0, true, 1000);
    expect(match([box(0), box(100), box(1200)], [crowd])).toEqual([0, 0, null]);
  });
});
