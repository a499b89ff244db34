import { clipBox } from '../detection/clip-box.js';
import { mapDetection } from '../detection/map-detection.js';
import { assertDuration, ROUNDING_SECONDS } from '../time.js';
import type { Box, Detection } from '../types.js';
import { type Motion, observeBox, predictBox, startMotion } from './motion.js';

/** Options of a {@link FaceFollower}. */
export interface FaceFollowerOptions {
  /** Longest time between two detections, seconds: a new face is seen after this at the latest. 0: every frame. */
  readonly maxIntervalSeconds: number;
  /** How far a followed face may be from where it is found then, in face sizes. Default 0.04. */
  readonly tolerance?: number;
}

/** A face that a detector found, and the id that a tracker gave it. */
interface Followed {
  readonly id: number;
  readonly detection: Detection;
  readonly motion: Motion;
}

// The interval grows and shrinks like the steps of a solver of differential equations: by what the last one was off.
const LARGEST_GROWTH = 2;
// A face that was lost may be back at any time, sooner rather than later.
const SHARE_OF_TIME_SINCE_LOSS = 1 / 4;
// Aim a little below the tolerance, or every second step would miss it.
const SAFETY = 0.8;

/**
 * Decides which frames of a stream need the detector, and says where the faces are in those between: each goes on at
 * its velocity. The time between detections follows from how well that held: still faces are looked at rarely, a face
 * that moves unevenly in every frame, and so is every face after one came or went. After one went they grow only as slowly
 * as the time since, so that it is soon found again when it comes back.
 */
export class FaceFollower {
  readonly #maxInterval: number;
  readonly #tolerance: number;
  #faces: readonly Followed[] = [];
  #timestamp: number | null = null;
  #interval = 0;
  #lossTimestamp = Number.NEGATIVE_INFINITY;

  /** @throws {RangeError} if an option is negative or not a number */
  constructor({ maxIntervalSeconds, tolerance = 0.04 }: FaceFollowerOptions) {
    assertDuration('maxIntervalSeconds', maxIntervalSeconds);
    if (!(tolerance >= 0)) throw new RangeError(`tolerance must be at least 0, got ${tolerance}`);
    this.#maxInterval = maxIntervalSeconds;
    this.#tolerance = tolerance;
  }

  /** Whether the frame at this time, seconds, has to be looked at by the detector. */
  needsDetection(timestamp: number): boolean {
    return this.#timestamp === null || timestamp - this.#timestamp >= this.#interval - ROUNDING_SECONDS;
  }

  /**
   * Take in what the detector found in a frame.
   * @param ids the tracker's, one for each detection
   * @param timestamp seconds, later than the one of the last call
   */
  observe(detections: readonly Detection[], ids: readonly number[], timestamp: number): void {
    const before = new Map(this.#faces.map((face) => [face.id, face]));
    let worst = 0;
    this.#faces = detections.map((detection, i) => {
      const known = before.get(ids[i]);
      if (!known) return { id: ids[i], detection, motion: startMotion(detection.box, timestamp) };
      const expected = predictBox(known.motion, timestamp - known.motion.timestamp);
      worst = Math.max(worst, deviation(expected, detection.box));
      return { id: ids[i], detection, motion: observeBox(known.motion, detection.box, timestamp) };
    });
    const stayed = ids.filter((id) => before.has(id)).length;
    if (stayed < before.size) this.#lossTimestamp = timestamp;
    const changed = stayed < before.size || stayed < ids.length;
    const elapsed = this.#timestamp === null ? 0 : timestamp - this.#timestamp;
    const longest = SHARE_OF_TIME_SINCE_LOSS * (timestamp - this.#lossTimestamp);
    this.#interval = changed ? 0 : Math.min(this.#nextInterval(elapsed, worst), longest);
    this.#timestamp = timestamp;
  }

  /**
   * Where the faces of the last detection are at a later time, in their order; those that left the picture are left out.
   * @param width of the picture, pixels
   * @param height of the picture, pixels
   */
  follow(timestamp: number, width: number, height: number): { detections: Detection[]; ids: number[] } {
    const detections: Detection[] = [];
    const ids: number[] = [];
    for (const { id, detection, motion } of this.#faces) {
      const moved = predictBox(motion, timestamp - motion.timestamp);
      const box = clipBox(moved, width, height);
      if (!box) continue;
      const { x, y } = detection.box;
      detections.push({ ...mapDetection(detection, { x: moved.x - x, y: moved.y - y }), box });
      ids.push(id);
    }
    return { detections, ids };
  }

  /** Forget all faces, as after a seek. */
  reset(): void {
    this.#faces = [];
    this.#timestamp = null;
    this.#interval = 0;
    this.#lossTimestamp = Number.NEGATIVE_INFINITY;
  }

  #nextInterval(elapsed: number, worst: number): number {
    const growth =
      worst === 0 ? LARGEST_GROWTH : Math.min(LARGEST_GROWTH, (SAFETY * this.#tolerance) / worst);
    return Math.min(this.#maxInterval, elapsed * growth);
  }
}

/** How far two boxes of one face are apart, in face sizes: their centres, or what one has grown. */
function deviation(expected: Box, found: Box): number {
  const size = Math.sqrt(found.width * found.height);
  const dx = found.x + found.width / 2 - (expected.x + expected.width / 2);
  const dy = found.y + found.height / 2 - (expected.y + expected.height / 2);
  const growth = Math.abs(size - Math.sqrt(expected.width * expected.height)) / 2;
  return Math.max(Math.hypot(dx, dy), growth) / Math.max(size, Number.EPSILON);
}
