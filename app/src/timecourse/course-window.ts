import type { FrameStore, Reading } from '../recording/frame-store.js';
import type { CourseLevels } from './course-levels.js';
import { bucketFrames, LEVELS } from './track-levels.js';

/** A line of a chart. */
export interface CourseLine {
  readonly trackId: number;
  /** Index of an expression, or `VALENCE`. */
  readonly measure: number;
  readonly reading: Reading;
  /** Taken off every value: the person's baseline, or 0. */
  readonly offset: number;
}

/** The points to draw: `x[i]` belongs to each `ys[line][i]`, which is `NaN` where the face was not found. */
export interface CoursePoints {
  /** Seconds. */
  readonly x: Float64Array;
  readonly ys: readonly Float64Array[];
  /** Points further apart than this, seconds, are not joined. */
  readonly gapSeconds: number;
  /** Whether the points are the least and the greatest values of runs of frames, in turn. */
  readonly isDense: boolean;
  /** Whether all frames are in it; if not, the next call has more of them. */
  readonly isComplete: boolean;
}

/** Two points are drawn for each bucket, or one for each frame: about as many as a wide chart has pixels. */
const MOST_BUCKETS = 1200;
const ROOM = 2 * (MOST_BUCKETS + 4);
/** Frames further apart than this, seconds, stand for a pause; the same as in the core's Timeline. */
const LONGEST_HOLD = 1;

/** Cuts the part of a recording that is to be drawn out of it, into arrays that are made once. */
export class CourseWindow {
  readonly #store: FrameStore;
  readonly #levels: CourseLevels;
  readonly #framesAtOnce: number;
  readonly #x = new Float64Array(ROOM);
  readonly #ys: Float64Array[] = [];

  /**
   * @param levels may be shared by several windows
   * @param framesAtOnce so many frames are taken in by a call, for each face; default: all
   */
  constructor(levels: CourseLevels, framesAtOnce = Number.POSITIVE_INFINITY) {
    this.#store = levels.store;
    this.#levels = levels;
    this.#framesAtOnce = framesAtOnce;
  }

  /**
   * The points of some lines within a time, and one frame more at either side.
   * @returns views of arrays that the next call changes
   */
  read(lines: readonly CourseLine[], from: number, to: number): CoursePoints {
    const store = this.#store;
    const firstFrame = Math.max(0, store.frameAt(from));
    const lastFrame = Math.min(store.length - 1, store.frameAt(to) + 1);
    const frames = Math.max(0, lastFrame - firstFrame + 1);
    let level = 0;
    if (frames > 2 * MOST_BUCKETS) level = 1;
    while (level > 0 && level < LEVELS - 1 && frames > MOST_BUCKETS * bucketFrames(level)) level++;
    const size = bucketFrames(level);
    const firstBucket = Math.floor(firstFrame / size);
    const perBucket = level === 0 ? 1 : 2;
    const wanted = frames === 0 ? 0 : Math.floor(lastFrame / size) - firstBucket + 1;
    const buckets = Math.min(wanted, ROOM / perBucket);
    for (let i = 0; i < buckets; i++) this.#placeBucket(firstBucket + i, size, i * perBucket);
    const count = buckets * perBucket;
    const isComplete = level === 0 || this.#extend(lines);
    for (const [i, line] of lines.entries()) {
      this.#ys[i] ??= new Float64Array(ROOM);
      this.#readLine(line, this.#ys[i], level, firstBucket, buckets);
    }
    const spacing = count < 2 ? 0 : (this.#x[count - 1] - this.#x[0]) / (count - 1);
    return {
      x: this.#x.subarray(0, count),
      ys: lines.map((_, i) => this.#ys[i].subarray(0, count)),
      gapSeconds: Math.max(LONGEST_HOLD, 4 * spacing),
      isDense: level > 0,
      isComplete,
    };
  }

  #placeBucket(bucket: number, size: number, at: number): void {
    const first = bucket * size;
    this.#x[at] = this.#store.time(first);
    if (size === 1) return;
    const last = Math.min(first + size, this.#store.length) - 1;
    this.#x[at + 1] = (this.#store.time(first) + this.#store.time(last)) / 2;
  }

  #readLine(
    { trackId, measure, reading, offset }: CourseLine,
    y: Float64Array,
    level: number,
    firstBucket: number,
    buckets: number,
  ): void {
    const levels = this.#levels.of(trackId);
    if (levels === null) {
      y.fill(Number.NaN);
      return;
    }
    let at = 0;
    const write = (least: number, greatest: number) => {
      y[at++] = least - offset;
      if (level > 0) y[at++] = greatest - offset;
    };
    for (let i = 0; i < buckets; i++) levels.read(level, firstBucket + i, measure, reading, write);
  }

  /** @returns whether all frames of all lines' faces are taken in */
  #extend(lines: readonly CourseLine[]): boolean {
    let isComplete = true;
    for (const trackId of new Set(lines.map((line) => line.trackId))) {
      if (this.#levels.of(trackId)?.extend(this.#framesAtOnce) === false) isComplete = false;
    }
    return isComplete;
  }
}
