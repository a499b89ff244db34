import { describe, expect, it } from 'vitest';
import { intersectionArea, intersectionOverUnion } from './iou.js';

const box = { x: 10, y: 20, width: 4, height: 6 };

describe('intersectionArea', () => {
  it('is the area that two boxes share', () => {
    expect(intersectionArea(box, { x: 12, y: 18, width: 10, height: 5 })).toBe(6);
  });

  it('is 0 for boxes apart along both axes', () => {
    expect(intersectionArea(box, { x: 100, y: 100, width: 1, height: 1 })).toBe(0);
  });
});

describe('intersectionOverUnion', () => {
  it('is 1 for equal boxes', () => {
    expect(intersectionOverUnion(box, { ...box })).toBe(1);
  });

  it('is the shared area over the area of both', () => {
    expect(intersectionOverUnion(box, { ...box, x: 12 })).toBeCloseTo(12 / 36, 12);
    expect(intersectionOverUnion(box, { x: 11, y: 21, width: 2, height: 3 })).toBeCloseTo(6 / 24, 12);
  });

  it('is 0 for boxes that only touch', () => {
    expect(intersectionOverUnion(box, { ...box, x: 14 })).toBe(0);
  });

  it('is 0 for a box without area', () => {
    expect(intersectionOverUnion(box, { ...box, width: 0 })).toBe(0);
    expect(intersectionOverUnion({ ...box, height: 0 }, { ...box, height: 0 })).toBe(0);
  });
});
