import { describe, expect, it } from 'vitest';
import type { Box, Detection } from '../types.js';
import { keypointsFromBox } from './keypoints-from-box.js';
import { mergePasses } from './merge-passes.js';

const OPTIONS = { iouThreshold: 0.45, sureScore: 0.5 };
const face = (score: number, x: number, y: number, size: number): Detection => {
  const box: Box = { x, y, width: size, height: size };
  return { box, score, keypoints: keypointsFromBox(box) };
};

describe('mergePasses', () => {
  it('adds what the finer pass finds elsewhere', () => {
    const [large, small] = [face(0.7, 0, 0, 100), face(0.6, 200, 0, 20)];
    expect(mergePasses([large], [small], OPTIONS)).toEqual([large, small]);
  });

  it('keeps the coarse box of a face that both see, and takes no part of it for a face', () => {
    const large = face(0.6, 0, 0, 100);
    expect(mergePasses([large], [face(0.9, 5, 5, 100), face(0.9, 30, 40, 30)], OPTIONS)).toEqual([large]);
  });

  it('sees one face in a coarse box that lies within a finer one of about its size', () => {
    const coarse = face(0.6, 20, 20, 60);
    expect(mergePasses([coarse], [face(0.9, 0, 0, 100)], OPTIONS)).toEqual([coarse]);
  });

  it('lets the better of two stand where the coarse pass is not sure', () => {
    const fine = face(0.9, 5, 5, 100);
    expect(mergePasses([face(0.3, 0, 0, 100)], [fine], OPTIONS)).toEqual([fine]);
    expect(mergePasses([face(0.3, 0, 0, 100)], [face(0.2, 5, 5, 100)], OPTIONS)).toEqual([
      face(0.3, 0, 0, 100),
    ]);
  });

  describe('where the coarse pass sees faces small', () => {
    const merge = (coarse: Detection[], finer: Detection[]) =>
      mergePasses(coarse, finer, { ...OPTIONS, roughHeight: 101 });

    it('takes the finer box of a face of about that size, also if the coarse box is rough', () => {
      const fine = face(0.6, 4, 4, 30);
      expect(merge([face(0.9, 0, 0, 40)], [fine])).toEqual([fine]);
      expect(merge([face(0.9, 8, 8, 20)], [fine])).toEqual([fine]);
    });

    it('still takes no part of a large face for a face', () => {
      const large = face(0.6, 0, 0, 100);
      expect(merge([large], [face(0.9, 30, 40, 30)])).toEqual([large]);
    });

    it('keeps a sure coarse box where the finer pass is not sure', () => {
      const coarse = face(0.6, 0, 0, 40);
      expect(merge([coarse], [face(0.3, 2, 2, 40)])).toEqual([coarse]);
    });

    it('takes two faces that the coarse pass saw as one', () => {
      const pair = [face(0.8, 0, 0, 30), face(0.7, 32, 0, 30)];
      const wide = { ...face(0.9, 0, 0, 0), box: { x: 0, y: 0, width: 62, height: 40 } };
      expect(merge([wide], pair)).toEqual(pair);
    });
  });
});
