import { BlockArray } from '../recording/block-array.js';
import { type FrameStore, type Reading, VALENCE } from '../recording/frame-store.js';
import type { TrackRows } from '../recording/track-rows.js';

/** A level's buckets hold four times as many frames as those of the level below; level 0 are the frames themselves. */
const BITS = 2;
export const LEVELS = 7;
const MEASURES = VALENCE + 1;
const COLUMNS = 2 * MEASURES;

/** Frames in a bucket of a level. */
export function bucketFrames(level: number): number {
  return 1 << (BITS * level);
}

/**
 * The least and the greatest value of each measure of a track, for ever longer runs of frames. With it an hour is drawn
 * as fast as a minute, and no peak is lost.
 */
export class TrackLevels {
  readonly #store: FrameStore;
  readonly #track: TrackRows;
  readonly #levels: BlockArray<Float32Array>[] = [];
  #next: number;

  constructor(store: FrameStore, track: TrackRows) {
    this.#store = store;
    this.#track = track;
    this.#next = track.firstFrame;
    for (let level = 1; level < LEVELS; level++) {
      this.#levels.push(
        new BlockArray((size) => new Float32Array(size), { columns: 2 * COLUMNS, blockRows: 64 }),
      );
    }
  }

  /** Take in the frames that have come since the last call. */
  extend(): void {
    const end = this.#track.lastFrame;
    for (; this.#next <= end; this.#next++) {
      const row = this.#track.row(this.#next);
      if (row >= 0) for (let level = 1; level < LEVELS; level++) this.#add(level, row);
    }
  }

  /**
   * The range of a measure within a bucket.
   * @param write told the least and the greatest value; `NaN` where the face was not found
   */
  read(
    level: number,
    bucket: number,
    measure: number,
    reading: Reading,
    write: (least: number, greatest: number) => void,
  ): void {
    if (level === 0) {
      const row = this.#track.row(bucket);
      const value =
        row < 0 || this.#isAnother(bucket) ? Number.NaN : this.#store.measure(row, measure, reading);
      write(value, value);
      return;
    }
    const values = this.#levels[level - 1];
    const index = bucket - this.#firstBucket(level);
    if (index < 0 || index >= values.length) {
      write(Number.NaN, Number.NaN);
      return;
    }
    const column = 2 * (reading === 'raw' ? MEASURES + measure : measure);
    write(values.get(index, column), values.get(index, column + 1));
  }

  /** Whether the main face goes to another track here: a line between two people would be no change of expression. */
  #isAnother(frame: number): boolean {
    const before = this.#track.row(frame - 1);
    return before >= 0 && this.#store.trackId(before) !== this.#store.trackId(this.#track.row(frame));
  }

  #firstBucket(level: number): number {
    return this.#track.firstFrame >> (BITS * level);
  }

  #add(level: number, row: number): void {
    const values = this.#levels[level - 1];
    const index = (this.#next >> (BITS * level)) - this.#firstBucket(level);
    while (values.length <= index) {
      const empty = values.push();
      for (let column = 0; column < 2 * COLUMNS; column++) values.set(empty, column, Number.NaN);
    }
    for (let column = 0; column < COLUMNS; column++) {
      const isRaw = column >= MEASURES;
      const value = this.#store.measure(row, isRaw ? column - MEASURES : column, isRaw ? 'raw' : 'smoothed');
      // Written so that the first value takes the place of NaN.
      if (!(values.get(index, 2 * column) <= value)) values.set(index, 2 * column, value);
      if (!(values.get(index, 2 * column + 1) >= value)) values.set(index, 2 * column + 1, value);
    }
  }
}
