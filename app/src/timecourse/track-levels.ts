import { BlockArray } from '../recording/block-array.js';
import { type FrameStore, type Reading, VALENCE } from '../recording/frame-store.js';
import type { TrackRows } from '../recording/track-rows.js';

/** Levels of ever longer buckets; level 0 are the frames themselves. */
export const LEVELS = 16;
const MEASURES = VALENCE + 1;
const COLUMNS = 2 * MEASURES;

/** How often the number of a frame is halved to get the number of its bucket: 0, 2, 3, 4, ... */
function bitsOf(level: number): number {
  // A level of two frames would take as much room as all others together.
  return level === 0 ? 0 : level + 1;
}

/** Frames in a bucket of a level: 1, 4, 8, 16, ... */
export function bucketFrames(level: number): number {
  return 1 << bitsOf(level);
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

  /**
   * Take in frames that have come since the last call.
   * @param most so many frames at once, at the most
   * @returns whether all are taken in
   */
  extend(most: number): boolean {
    const from = this.#next;
    const to = Math.min(this.#track.lastFrame, from + most - 1);
    if (to < from) return true;
    for (; this.#next <= to; this.#next++) {
      const row = this.#track.row(this.#next);
      if (row >= 0) this.#addRow(row);
    }
    for (let level = 2; level < LEVELS; level++) {
      const last = to >> bitsOf(level);
      for (let bucket = from >> bitsOf(level); bucket <= last; bucket++) this.#merge(level, bucket);
    }
    return to === this.#track.lastFrame;
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
    return this.#track.firstFrame >> bitsOf(level);
  }

  /** Widen the bucket of the next frame on level 1. */
  #addRow(row: number): void {
    const values = this.#levels[0];
    const index = this.#place(1, this.#next >> bitsOf(1));
    for (let column = 0; column < COLUMNS; column++) {
      const isRaw = column >= MEASURES;
      const value = this.#store.measure(row, isRaw ? column - MEASURES : column, isRaw ? 'raw' : 'smoothed');
      widen(values, index, column, value, value);
    }
  }

  /** Make a bucket of the two below it. */
  #merge(level: number, bucket: number): void {
    const below = this.#levels[level - 2];
    const values = this.#levels[level - 1];
    const index = this.#place(level, bucket);
    for (let child = 2 * bucket; child <= 2 * bucket + 1; child++) {
      const childIndex = child - this.#firstBucket(level - 1);
      if (childIndex < 0 || childIndex >= below.length) continue;
      for (let column = 0; column < COLUMNS; column++) {
        widen(
          values,
          index,
          column,
          below.get(childIndex, 2 * column),
          below.get(childIndex, 2 * column + 1),
        );
      }
    }
  }

  /** @returns where a bucket lies in its level, with room made for it */
  #place(level: number, bucket: number): number {
    const values = this.#levels[level - 1];
    const index = bucket - this.#firstBucket(level);
    while (values.length <= index) {
      const empty = values.push();
      for (let column = 0; column < 2 * COLUMNS; column++) values.set(empty, column, Number.NaN);
    }
    return index;
  }
}

/** Let a bucket's range take in another. Written so that a number takes the place of NaN, but not the other way. */
function widen(
  values: BlockArray<Float32Array>,
  index: number,
  column: number,
  least: number,
  greatest: number,
): void {
  if (!Number.isNaN(least) && !(values.get(index, 2 * column) <= least)) values.set(index, 2 * column, least);
  if (!Number.isNaN(greatest) && !(values.get(index, 2 * column + 1) >= greatest)) {
    values.set(index, 2 * column + 1, greatest);
  }
}
