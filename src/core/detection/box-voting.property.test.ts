import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Detection, Keypoints } from '../types.js';
import { suppressAndVote } from './box-voting.js';
import { nonMaxSuppression } from './non-max-suppression.js';

/** A box of 10 x 10 pixels at x, with keypoints that go with it. */
function detection(x: number, score: number): Detection {
  const keypoints = [1, 3, 5, 7, 9].map((offset) => [x + offset, offset]) as unknown as Keypoints;
  return { box: { x, y: 0, width: 10, height: 10 }, score, keypoints };
}

const score = fc.double({ min: 0.02, max: 0.85, noNaN: true });
const near = fc.array(fc.record({ x: fc.double({ min: -1, max: 1, noNaN: true }), score }), { maxLength: 8 });

describe('suppressAndVote', () => {
  it('takes the mean by squared score of what overlaps well, and of nothing else', () => {
    const best = detection(0, 0.8);
    const others = [detection(2, 0.4), detection(4, 0.7), detection(100, 0.9)];
    const [, voted] = suppressAndVote([best, ...others], 0.3);
    const expected = (0.4 ** 2 * 2) / (0.8 ** 2 + 0.4 ** 2);
    expect(voted.score).toBe(0.8);
    expect(voted.box.x).toBeCloseTo(expected, 12);
    expect(voted.box).toMatchObject({ y: 0, width: 10, height: 10 });
    expect(voted.keypoints[2][0]).toBeCloseTo(expected + 5, 12);
    expect(voted.keypoints[2][1]).toBeCloseTo(5, 12);
  });

  it('leaves a detection that is alone as it was', () => {
    const alone = [detection(0, 0.9), detection(50, 0)];
    expect(suppressAndVote(alone, 0.3)).toEqual(alone);
  });

  it('stays between the voters, and changes neither number, order nor scores', () => {
    fc.assert(
      fc.property(near, near, (left, right) => {
        const faces = [detection(0, 1), detection(40, 0.9)];
        const around = (x: number) => (other: { x: number; score: number }) =>
          detection(x + other.x, other.score);
        const voted = suppressAndVote([...faces, ...left.map(around(0)), ...right.map(around(40))], 0.3);
        expect(voted.map((face) => face.score)).toEqual([1, 0.9]);
        for (const [i, group] of [left, right].entries()) {
          const xs = [faces[i].box.x, ...group.map((other) => faces[i].box.x + other.x)];
          expect(voted[i].box.x).toBeGreaterThan(Math.min(...xs) - 1e-9);
          expect(voted[i].box.x).toBeLessThan(Math.max(...xs) + 1e-9);
        }
      }),
    );
  });

  it('keeps those that suppression keeps, and none votes twice', () => {
    const threshold = fc.double({ min: 0, max: 1, noNaN: true });
    const xs = fc.array(fc.record({ x: fc.double({ min: 0, max: 30, noNaN: true }), score }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(xs, threshold, (faces, iouThreshold) => {
        const input = faces.map((face) => detection(face.x, face.score));
        const left: Detection[] = [];
        const kept = nonMaxSuppression(input, iouThreshold, (suppressed, by) => {
          expect(by).toBeGreaterThanOrEqual(0);
          left.push(suppressed);
        });
        expect(new Set([...kept, ...left])).toEqual(new Set(input));
        expect(kept.length + left.length).toBe(input.length);
        const voted = suppressAndVote(input, iouThreshold);
        expect(voted.map((face) => face.score)).toEqual(kept.map((face) => face.score));
      }),
    );
  });
});
