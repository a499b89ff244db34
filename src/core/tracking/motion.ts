import type { Box } from '../types.js';

/** Seconds over which the velocity is averaged: long against the jitter of boxes, short against a turn of the head. */
const VELOCITY_TIME_CONSTANT = 0.4;

/** A box that moves at a constant velocity; its size stays. */
export interface Motion {
  readonly box: Box;
  /** When the box was seen there, seconds. */
  readonly timestamp: number;
  /** Pixels a second. */
  readonly velocity: readonly [number, number];
}

/** A box that was seen once and so has no velocity yet. */
export function startMotion(box: Box, timestamp: number): Motion {
  return { box, timestamp, velocity: [0, 0] };
}

/** Where the box will be `seconds` after it was last seen, at its present velocity. */
export function predictBox({ box, velocity }: Motion, seconds: number): Box {
  return { ...box, x: box.x + velocity[0] * seconds, y: box.y + velocity[1] * seconds };
}

/** Take in where the box is now. The velocity is an exponential average by time, not by frames. */
export function observeBox(motion: Motion, box: Box, timestamp: number): Motion {
  const elapsed = timestamp - motion.timestamp;
  if (elapsed === 0) return { ...motion, box };
  const weight = 1 - Math.exp(-elapsed / VELOCITY_TIME_CONSTANT);
  const [vx, vy] = motion.velocity;
  const dx = box.x + box.width / 2 - (motion.box.x + motion.box.width / 2);
  const dy = box.y + box.height / 2 - (motion.box.y + motion.box.height / 2);
  return {
    box,
    timestamp,
    velocity: [vx + weight * (dx / elapsed - vx), vy + weight * (dy / elapsed - vy)],
  };
}
