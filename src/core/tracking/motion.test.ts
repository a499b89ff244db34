import { describe, expect, it } from 'vitest';
import { observeBox, predictBox, startMotion } from './motion.js';

const at = (x: number) => ({ x, y: 0, width: 100, height: 100 });

/** Observe a box that moves at 100 pixels a second, for four seconds. */
function moving(fps: number) {
  let motion = startMotion(at(0), 0);
  for (let frame = 1; frame <= 4 * fps; frame++) {
    motion = observeBox(motion, at((100 * frame) / fps), frame / fps);
  }
  return motion;
}

describe('constant-velocity motion', () => {
  it('stays in place before it has moved', () => {
    expect(predictBox(startMotion(at(7), 0), 3)).toEqual(at(7));
  });

  it.each([4, 30, 120])('learns the same velocity at %i frames a second', (fps) => {
    expect(moving(fps).velocity[0]).toBeCloseTo(100, 1);
  });

  it('predicts the place from the velocity and the time, and keeps the size', () => {
    expect(predictBox(moving(30), 0.5).x).toBeCloseTo(450, 1);
    expect(predictBox(moving(30), 0.5).width).toBe(100);
  });

  it('moves with the centre of the box, so that growing in place is no motion', () => {
    const grown = observeBox(startMotion(at(0), 0), { x: -50, y: -50, width: 200, height: 200 }, 0.1);
    expect(grown.velocity).toEqual([0, 0]);
  });

  it('knows the velocity from the second look on', () => {
    expect(observeBox(startMotion(at(0), 0), at(10), 0.1).velocity[0]).toBeCloseTo(100, 9);
  });

  it('goes on at its velocity and keeps its size while it is covered from one side', () => {
    let motion = moving(30);
    for (let frame = 1; frame <= 15; frame++) {
      const left = 400 + (100 * frame) / 30;
      motion = observeBox(motion, { ...at(left), width: 500 - left }, 4 + frame / 30);
    }
    expect(motion.box.width).toBeCloseTo(50, 9);
    expect(motion.velocity[0]).toBeGreaterThan(94);
    expect(motion.whole.width).toBeGreaterThan(90);
    expect(motion.whole.x + motion.whole.width / 2).toBeGreaterThan(495);
  });

  it('believes in time that a face is smaller', () => {
    let motion = startMotion(at(0), 0);
    const smaller = { x: 25, y: 25, width: 50, height: 50 };
    for (let frame = 1; frame <= 300; frame++) motion = observeBox(motion, smaller, frame / 30);
    expect(motion.whole.width).toBeCloseTo(50, 0);
    expect(motion.velocity).toEqual([0, 0]);
  });

  it('keeps its velocity when no time has passed', () => {
    const motion = moving(30);
    expect(observeBox(motion, at(500), motion.timestamp).velocity).toEqual(motion.velocity);
  });
});
