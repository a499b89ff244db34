import type { Box } from '../types.js';
import { wholeBox } from './whole-box.js';

/** Seconds over which the velocity is averaged: long against the jitter of boxes, short against a turn of the head. */
const VELOCITY_TIME_CONSTANT = 0.4;

/**
 * Seconds in which a face's size follows what is seen of it. Something before a face can only make it look smaller, so
 * that what is larger is believed soon, what is smaller late: long against the time in which a face goes behind another.
 */
const GROWTH_TIME_CONSTANT = 0.1;
const SHRINKAGE_TIME_CONSTANT = 2;

/** A face that moves at a constant velocity; its size stays. */
export interface Motion {
  /** What was seen of the face. */
  readonly box: Box;
  /** Where the whole face is, when something covers a part of it. */
  readonly whole: Box;
  /** When the face was seen there, seconds. */
  readonly timestamp: number;
  /** When it was first seen, seconds. */
  readonly since: number;
  /** Pixels a second. */
  readonly velocity: readonly [number, number];
}

/** A face that was seen once and so has no velocity yet. */
export function startMotion(box: Box, timestamp: number): Motion {
  return { box, whole: box, timestamp, since: timestamp, velocity: [0, 0] };
}

/** Where a box of the face, by default what was seen of it, will be after `seconds` at its present velocity. */
export function predictBox({ box, velocity }: Motion, seconds: number, from = box): Box {
  return { ...from, x: from.x + velocity[0] * seconds, y: from.y + velocity[1] * seconds };
}

/** Take in where the face is seen now. Velocity and size are exponential averages by time, not by frames. */
export function observeBox(motion: Motion, box: Box, timestamp: number): Motion {
  const elapsed = timestamp - motion.timestamp;
  const whole = wholeBox(box, predictBox(motion, elapsed, motion.whole));
  if (elapsed === 0) return { ...motion, box, whole };
  // Until there is enough to average, the velocity is the mean so far.
  const weight = Math.max(weightOf(elapsed, VELOCITY_TIME_CONSTANT), elapsed / (timestamp - motion.since));
  const [vx, vy] = motion.velocity;
  const dx = whole.x + whole.width / 2 - (motion.whole.x + motion.whole.width / 2);
  const dy = whole.y + whole.height / 2 - (motion.whole.y + motion.whole.height / 2);
  return {
    box,
    whole: resized(whole, {
      width: nextSize(motion.whole.width, box.width, elapsed),
      height: nextSize(motion.whole.height, box.height, elapsed),
    }),
    timestamp,
    since: motion.since,
    velocity: [vx + weight * (dx / elapsed - vx), vy + weight * (dy / elapsed - vy)],
  };
}

function nextSize(known: number, seen: number, elapsed: number): number {
  const timeConstant = seen > known ? GROWTH_TIME_CONSTANT : SHRINKAGE_TIME_CONSTANT;
  return known + weightOf(elapsed, timeConstant) * (seen - known);
}

/** What the newest value counts in an exponential average. */
function weightOf(elapsed: number, timeConstant: number): number {
  return 1 - Math.exp(-elapsed / timeConstant);
}

/** A box of another size with the same centre. */
function resized(box: Box, { width, height }: { width: number; height: number }): Box {
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
}
