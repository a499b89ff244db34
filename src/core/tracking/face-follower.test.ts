import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keypointsFromBox } from '../detection/keypoints-from-box.js';
import type { Detection } from '../types.js';
import { FaceFollower } from './face-follower.js';

const FRAME = 1 / 30;
const face = (x: number, size = 100): Detection => {
  const box = { x, y: 50, width: size, height: size };
  return { box, score: 0.9, keypoints: keypointsFromBox(box) };
};

/** Play frames of one face whose left edge is at `position(seconds)`; say which frames were looked at, and the error. */
function play(position: (seconds: number) => number, frames = 150, maxIntervalSeconds = 0.4) {
  const follower = new FaceFollower({ maxIntervalSeconds });
  const looked: number[] = [];
  let largestError = 0;
  for (let frame = 0; frame < frames; frame++) {
    const time = frame * FRAME;
    const truth = face(position(time));
    if (follower.needsDetection(time)) {
      looked.push(frame);
      follower.observe([truth], [1], time);
    } else {
      const [followed] = follower.follow(time, 5000, 400).detections;
      largestError = Math.max(largestError, Math.abs(followed.box.x - truth.box.x) / 100);
    }
  }
  return { looked, largestError };
}

describe('FaceFollower', () => {
  it('looks at a still face ever more rarely, up to the longest interval', () => {
    const { looked, largestError } = play(() => 200);
    expect(largestError).toBe(0);
    const gaps = looked.slice(1).map((frame, i) => frame - looked[i]);
    expect(gaps.slice(0, 4)).toEqual([1, 2, 4, 8]);
    expect(Math.max(...gaps)).toBe(12);
  });

  it('follows a face that moves evenly', () => {
    const { looked, largestError } = play((seconds) => 100 * seconds);
    expect(looked.length).toBeLessThan(75);
    expect(largestError).toBeLessThan(0.06);
  });

  it('looks at a face that moves to and fro far more often than at a still one', () => {
    const { looked, largestError } = play((seconds) => 200 + 60 * Math.sin(8 * seconds));
    expect(looked.length).toBeGreaterThan(60);
    expect(largestError).toBeLessThan(0.12);
  });

  it('looks at the next frame after a face came or went', () => {
    const follower = new FaceFollower({ maxIntervalSeconds: 1 });
    for (let i = 0; i < 10; i++) follower.observe([face(0)], [1], i * 0.1);
    expect(follower.needsDetection(0.95)).toBe(false);
    follower.observe([face(0), face(300)], [1, 2], 1);
    expect(follower.needsDetection(1 + FRAME)).toBe(true);
    for (let i = 0; i < 10; i++) follower.observe([face(0), face(300)], [1, 2], 1.1 + i * 0.1);
    follower.observe([face(300)], [2], 2.1);
    expect(follower.needsDetection(2.1 + FRAME)).toBe(true);
  });

  it('looks out for a face that went for a while, ever more rarely', () => {
    const follower = new FaceFollower({ maxIntervalSeconds: 1 });
    follower.observe([face(0)], [1], 0);
    follower.observe([], [], 0.1);
    const looked: number[] = [];
    for (let time = 0.1; time < 3; time += FRAME) {
      if (!follower.needsDetection(time)) continue;
      looked.push(time - 0.1);
      follower.observe([], [], time);
    }
    expect(looked.filter((time) => time <= 0.1)).toHaveLength(4);
    for (const [i, time] of looked.slice(1).entries()) {
      expect(time - looked[i]).toBeLessThanOrEqual(Math.max(looked[i] / 4, 0) + 1.01 * FRAME);
    }
    expect(looked.length).toBeLessThan(30);
  });

  it('looks at a face that comes nearer, though its centre stays', () => {
    const follower = new FaceFollower({ maxIntervalSeconds: 1 });
    for (let i = 0; i < 10; i++) {
      const size = 100 * 1.2 ** i;
      follower.observe([face(200 - size / 2, size)], [1], i * 0.1);
    }
    expect(follower.needsDetection(0.9 + 0.1)).toBe(true);
  });

  it('moves keypoints with the box, and keeps ids and order', () => {
    const follower = new FaceFollower({ maxIntervalSeconds: 1 });
    for (let i = 0; i < 30; i++) follower.observe([face(10 * i), face(500)], [4, 2], i * 0.1);
    const { detections, ids } = follower.follow(3.0, 5000, 400);
    expect(ids).toEqual([4, 2]);
    expect(detections[0].box.x).toBeCloseTo(300, 0);
    expect(detections[0].keypoints[2][0] - detections[0].box.x).toBeCloseTo(face(0).keypoints[2][0], 9);
    expect(detections[1]).toEqual(face(500));
  });

  it('clips a box at the edge of the picture, and lets a face go that has left it', () => {
    const follower = new FaceFollower({ maxIntervalSeconds: 10 });
    for (let i = 0; i < 30; i++) follower.observe([face(20 * i)], [1], i * 0.1);
    const [partly] = follower.follow(3, 660, 400).detections;
    expect(partly.box.x + partly.box.width).toBeCloseTo(660, 6);
    expect(partly.box.width).toBeLessThan(100);
    expect(follower.follow(4, 660, 400)).toEqual({ detections: [], ids: [] });
  });

  it('looks at every frame where the longest interval is 0, and after a reset', () => {
    expect(play(() => 200, 20, 0).looked).toHaveLength(20);
    const follower = new FaceFollower({ maxIntervalSeconds: 1 });
    for (let i = 0; i < 10; i++) follower.observe([face(0)], [1], i * 0.1);
    follower.reset();
    expect(follower.needsDetection(0.91)).toBe(true);
    expect(follower.follow(0.91, 5000, 400)).toEqual({ detections: [], ids: [] });
  });

  it('never waits longer than the longest interval, whatever the faces do', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 600, noNaN: true }), { minLength: 2, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (positions, maxIntervalSeconds) => {
          const { looked } = play(
            (time) => positions[Math.round(time / FRAME) % positions.length],
            90,
            maxIntervalSeconds,
          );
          for (const [i, frame] of looked.slice(1).entries()) {
            expect((frame - looked[i]) * FRAME).toBeLessThanOrEqual(Math.max(maxIntervalSeconds, 0) + FRAME);
          }
        },
      ),
    );
  });

  it('refuses options that are negative or not a number', () => {
    expect(() => new FaceFollower({ maxIntervalSeconds: -1 })).toThrow(
      /^maxIntervalSeconds must be at least 0/,
    );
    expect(() => new FaceFollower({ maxIntervalSeconds: 1, tolerance: Number.NaN })).toThrow(
      /^tolerance must be/,
    );
  });
});
