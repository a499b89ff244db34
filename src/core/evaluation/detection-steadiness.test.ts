import { describe, expect, it } from 'vitest';
import { keypointsFromBox } from '../detection/keypoints-from-box.js';
import { mapDetection } from '../detection/map-detection.js';
import type { Box, Detection } from '../types.js';
import type { TrueFace } from './detection-matching.js';
import { SteadinessReport } from './detection-steadiness.js';

const box: Box = { x: 100, y: 100, width: 80, height: 100 };
const face: Detection = { box, score: 0.9, keypoints: keypointsFromBox(box) };
const truth: TrueFace = { box, keypoints: keypointsFromBox(box), isCrowd: false };
const eyes = Math.hypot((17.8 / 38.4) * 80, (0.2 / 48) * 100);

describe('SteadinessReport', () => {
  it('finds no shake where every view sees the same, be it right or not', () => {
    const wrong = mapDetection(face, { x: 7 });
    const report = new SteadinessReport(2);
    report.add([truth], [wrong], [[wrong], [wrong]]);
    const { faces, lost, corners, keypoints } = report.summary();
    expect([faces, lost]).toEqual([1, 0]);
    expect(corners!.rms).toBeCloseTo(0, 12);
    expect(keypoints!.rms).toBeCloseTo(0, 12);
  });

  it('measures how far points stray from their mean, by the size of the face', () => {
    const report = new SteadinessReport(2);
    report.add([truth], [face], [[mapDetection(face, { x: 3 })], [mapDetection(face, { x: -3 })]]);
    // Positions 0, 3, -3: the standard deviation is 3.
    const { corners, keypoints } = report.summary();
    expect(corners!.rms).toBeCloseTo(3 / 100, 10);
    expect(keypoints!.median).toBeCloseTo(3 / eyes, 10);
  });

  it('counts the views in which a face was lost, and only faces that were found at all', () => {
    const other: TrueFace = { ...truth, box: { ...box, x: 400 } };
    const report = new SteadinessReport(4);
    report.add([truth, other], [face], [[], [face], [mapDetection(face, { x: 200 })], [face]]);
    expect(report.summary()).toMatchObject({ faces: 1, lost: 0.5 });
  });

  it('does not measure keypoints by eyes that come together or are not known', () => {
    const report = new SteadinessReport(1);
    const turned = { ...truth, keypoints: keypointsFromBox({ ...box, width: 20 }) };
    report.add([turned], [face], [[face]]);
    report.add([{ ...truth, keypoints: null }], [face], [[face]]);
    expect(report.summary().corners!.faces).toBe(2);
    expect(report.summary().keypoints).toBeNull();
  });

  it('has no figures without faces, and wants the same number of views each time', () => {
    const report = new SteadinessReport(2);
    report.add([], [], [[], []]);
    expect(report.summary()).toEqual({ faces: 0, views: 2, lost: null, corners: null, keypoints: null });
    expect(() => report.add([], [], [[]])).toThrow('views must be 2 lists of detections, got 1');
  });
});
