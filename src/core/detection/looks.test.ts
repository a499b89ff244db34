import { describe, expect, it } from 'vitest';
import { detectorCard } from '../../../test/support/fakes.js';
import type { Box, Detection } from '../types.js';
import { keypointsFromBox } from './keypoints-from-box.js';
import { answersFor, planLooks, withoutParts } from './looks.js';

const input = { ...detectorCard().input, sizes: { stream: [320], still: [320, 896] } };
const face = (score: number, x: number, y: number, size: number): Detection => {
  const box: Box = { x, y, width: size, height: size };
  return { box, score, keypoints: keypointsFromBox(box) };
};

describe('planLooks', () => {
  it('looks at a still in each size, and lets each answer for the faces that it sees well', () => {
    const [coarse, fine] = planLooks(640, 480, input, 'still');
    expect(coarse).toEqual({ side: 320, smallest: 48, largest: Number.POSITIVE_INFINITY });
    expect(fine).toMatchObject({ side: 896, smallest: 0 });
    expect(fine.largest).toBeCloseTo(640 / 3, 9);
  });

  it('enlarges a picture two and a half times at most', () => {
    expect(planLooks(200, 100, input, 'still').map(({ side }) => side)).toEqual([320, 512]);
    expect(planLooks(100, 60, input, 'still').map(({ side }) => side)).toEqual([320]);
  });

  it('looks at a frame of a stream once, whatever its size', () => {
    expect(planLooks(4000, 3000, input, 'stream')).toEqual([
      { side: 320, smallest: 0, largest: Number.POSITIVE_INFINITY },
    ]);
  });

  it.each([
    [640, 480],
    [2048, 1365],
    [6000, 4000],
    [30_000, 2000],
  ])('leaves no size of face between two looks at %i x %i', (width, height) => {
    for (const fixedSize of [undefined, [320, 240] as [number, number]]) {
      const sizes = fixedSize ? { stream: [320], still: [320] } : input.sizes;
      const looks = planLooks(width, height, { ...input, fixedSize, sizes }, 'still');
      for (let size = 1; size < height; size *= 1.1) {
        expect(looks.some((look) => answersFor(look, face(1, 0, 0, size)))).toBe(true);
      }
    }
  });

  it('reads a picture of 2,048 px in tiles, at its own pixels', () => {
    const looks = planLooks(2048, 1365, input, 'still');
    expect(looks.map(({ side }) => side)).toEqual([320, 896, 896]);
    expect(looks[2]).toMatchObject({ smallest: 0, largest: 224 });
    expect(looks[2].tiles?.[0].region.width).toBe(896);
  });
});

describe('withoutParts', () => {
  it('takes an eye for a part of its face, and a neighbour for a face', () => {
    const [large, eye, neighbour] = [face(0.8, 0, 0, 300), face(0.9, 60, 80, 60), face(0.6, 260, 0, 200)];
    expect(withoutParts([large, eye, neighbour], 0.5)).toEqual([large, neighbour]);
  });

  it('lets a face stand within a larger one that is not sure', () => {
    const both = [face(0.4, 0, 0, 300), face(0.9, 60, 80, 60)];
    expect(withoutParts(both, 0.5)).toEqual(both);
  });

  it('keeps one of two that are of one size', () => {
    const both = [face(0.9, 0, 0, 100), face(0.8, 0, 0, 90)];
    expect(withoutParts(both, 0.5)).toEqual(both);
  });
});
