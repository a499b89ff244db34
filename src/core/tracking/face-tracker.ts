import { assertDuration, assertTimestamp, ROUNDING_SECONDS } from '../time.js';
import type { Detection } from '../types.js';
import { linearAssignment } from './linear-assignment.js';
import { partMatchCost } from './match-cost.js';
import { type Motion, observeBox, predictBox, startMotion } from './motion.js';

/** Options of a {@link FaceTracker}. */
export interface FaceTrackerOptions {
  /**
   * Seconds that a face may be out of sight and keep its id. Default 1.5: behind something that hides it for a second, it
   * isn't found for somewhat longer.
   */
  readonly maxAgeSeconds?: number;
  /**
   * Seconds between two successive frames over which a face still keeps its id, where that is longer than
   * `maxAgeSeconds`: a slow machine or a video sampled sparsely isn't a face out of sight. Default 5.
   */
  readonly maxIntervalSeconds?: number;
  /** How far a face may be from where it is expected, in face sizes. Default 1. */
  readonly maxDistance?: number;
}

interface Track {
  readonly id: number;
  motion: Motion;
}

/**
 * Extra cost of "it stayed where it was" over "it moved on": enough for crossing faces to keep their direction, and
 * less than a face's size, so that a head which stopped while out of sight is found again.
 */
const STAYED_COST = 0.5;

/** How much further off a face may be than `maxDistance` for each second out of sight, in face sizes: it may turn or stop there. */
const UNSEEN_DISTANCE = 0.5;

/**
 * Gives the faces of a stream stable anonymous ids, by position alone: no identity is read from a face.
 *
 * Each track predicts where the whole face is at the frame's time with a constant velocity, as if nothing covered it; boxes
 * and tracks are then paired at the least total cost ({@link partMatchCost}), where a track without a pair costs
 * `1 + maxDistance`: first the tracks that were seen in the last frame, then the lost ones with the boxes that are left, so
 * that a face which is hidden doesn't take the box of the one before it. Time comes from the timestamps, so the frame rate
 * may be anything and may change. Equal input gives equal ids.
 */
export class FaceTracker {
  readonly #maxAgeSeconds: number;
  readonly #maxIntervalSeconds: number;
  readonly #unmatchedCost: number;
  #tracks: Track[] = [];
  #ended: number[] = [];
  #nextId = 1;
  #timestamp: number | null = null;

  /** @throws {RangeError} if an option is negative or not a number */
  constructor(options: FaceTrackerOptions = {}) {
    const { maxAgeSeconds = 1.5, maxIntervalSeconds = 5, maxDistance = 1 } = options;
    assertDuration('maxAgeSeconds', maxAgeSeconds);
    assertDuration('maxIntervalSeconds', maxIntervalSeconds);
    if (!(maxDistance >= 0 && maxDistance < Infinity)) {
      throw new RangeError(`maxDistance must be finite and at least 0, got ${maxDistance}`);
    }
    this.#maxAgeSeconds = maxAgeSeconds;
    this.#maxIntervalSeconds = maxIntervalSeconds;
    this.#unmatchedCost = 1 + maxDistance;
  }

  /**
   * Take in the faces of the next frame.
   * @param timestamp seconds, not before the one of the last call
   * @returns the id of each detection, in their order; ids start at 1 and are never used again
   * @throws {RangeError} if the timestamp is not finite or goes backwards
   */
  update(detections: readonly Pick<Detection, 'box'>[], timestamp: number): number[] {
    assertTimestamp(timestamp, this.#timestamp, 'not decreasing');
    this.#endLostTracks(timestamp);
    const ids = new Array<number>(detections.length).fill(0);
    const seen = this.#tracks.filter(({ motion }) => motion.timestamp === this.#timestamp);
    const lost = this.#tracks.filter(({ motion }) => motion.timestamp !== this.#timestamp);
    for (const tracks of [seen, lost]) {
      const free = detections.flatMap(({ box }, index) => (ids[index] === 0 ? [{ box, index }] : []));
      for (const [track, { box, index }] of this.#pair(tracks, free, timestamp)) {
        track.motion = observeBox(track.motion, box, timestamp);
        ids[index] = track.id;
      }
    }
    for (const [index, detection] of detections.entries()) {
      if (ids[index] !== 0) continue;
      const track = { id: this.#nextId++, motion: startMotion(detection.box, timestamp) };
      this.#tracks.push(track);
      ids[index] = track.id;
    }
    this.#timestamp = timestamp;
    return ids;
  }

  /** The ids of the tracks that have ended since the last call, so that what else is kept by id can be dropped. */
  takeEnded(): number[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  /** End every track and accept any next timestamp, as after a seek. Ids go on; they are not used again. */
  reset(): void {
    for (const { id } of this.#tracks) this.#ended.push(id);
    this.#tracks = [];
    this.#timestamp = null;
  }

  #endLostTracks(timestamp: number): void {
    const isAlive = ({ motion }: Track) => {
      const seenLast = motion.timestamp === this.#timestamp;
      const limit = seenLast ? Math.max(this.#maxAgeSeconds, this.#maxIntervalSeconds) : this.#maxAgeSeconds;
      return timestamp - motion.timestamp <= limit + ROUNDING_SECONDS;
    };
    for (const track of this.#tracks) if (!isAlive(track)) this.#ended.push(track.id);
    this.#tracks = this.#tracks.filter(isAlive);
  }

  #pair<T extends Pick<Detection, 'box'>>(
    tracks: readonly Track[],
    detections: readonly T[],
    timestamp: number,
  ): [Track, T][] {
    const rows = tracks.length;
    // After the detections, one column for each track that stays without.
    const columns = detections.length + rows;
    const cost = new Float64Array(rows * columns);
    for (const [row, { motion }] of tracks.entries()) {
      const costs = cost.subarray(row * columns, (row + 1) * columns);
      const elapsed = timestamp - motion.timestamp;
      const unseen = motion.timestamp === this.#timestamp ? 0 : elapsed;
      costs.fill(this.#unmatchedCost + UNSEEN_DISTANCE * unseen);
      const expected = predictBox(motion, Math.min(elapsed, this.#maxAgeSeconds), motion.whole);
      for (const [column, { box }] of detections.entries()) {
        const stayed = partMatchCost(box, motion.whole) + STAYED_COST;
        costs[column] = Math.min(partMatchCost(box, expected), stayed);
      }
    }
    const assigned = linearAssignment(cost, rows, columns);
    return tracks.flatMap((track, row): [Track, T][] =>
      assigned[row] < detections.length ? [[track, detections[assigned[row]]]] : [],
    );
  }
}
