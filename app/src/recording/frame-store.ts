import { decide, EXPRESSIONS, type Face, type FrameResult, type Keypoints, valence } from 'affect-detect';
import { BlockArray } from './block-array.js';
import type { FrameChunk } from './frame-chunk.js';
import { TrackRows } from './track-rows.js';

const COUNT = EXPRESSIONS.length;

// The columns of a face's row: where each group of numbers begins.
/** The measure after the seven expressions. */
export const VALENCE = COUNT;
/** What is added to a measure for the values of the frame alone, before smoothing. */
const RAW = COUNT + 1;
const BOX = 2 * RAW;
const SCORE = BOX + 4;
const KEYPOINTS = SCORE + 1;
const FACE_COLUMNS = KEYPOINTS + 10;

/** State of a face whose most probable expression is below the threshold. */
const UNCERTAIN = COUNT;

/** Stands for the main face in place of a track's id; those begin at 1. */
export const MAIN_FACE = 0;

/** Values smoothed over time, or of the frame alone. */
export type Reading = 'smoothed' | 'raw';

/** Where a stream comes from; the same for all of its frames. */
export interface StreamSource {
  readonly name: string | null;
  /** Size of the picture, pixels. */
  readonly width: number;
  readonly height: number;
}

/** What a store takes of a frame. */
export type StoredFrame = Pick<FrameResult, 'timestamp' | 'faces'>;

/**
 * Every frame of a stream as columns of numbers: 133 bytes a face. Numbers are kept to six decimals, as the CSV has
 * them, in single precision (times in double): exact for probabilities, to a thousandth of a pixel for coordinates.
 * What is exported and imported again is the same.
 */
export class FrameStore {
  readonly #times = new BlockArray((size) => new Float64Array(size));
  readonly #firstRows = new BlockArray((size) => new Int32Array(size));
  readonly #trackIds = new BlockArray((size) => new Int32Array(size));
  readonly #states = new BlockArray((size) => new Uint8Array(size));
  readonly #faces = new BlockArray((size) => new Float32Array(size), { columns: FACE_COLUMNS });
  readonly #tracks = new Map<number, TrackRows>();
  #main: TrackRows | null = null;
  #mainTrackId = 0;
  #mostFaces = 0;

  constructor(readonly source: StreamSource) {}

  /** Number of frames. */
  get length(): number {
    return this.#times.length;
  }

  /** Number of faces in all frames. */
  get rows(): number {
    return this.#trackIds.length;
  }

  /** The most faces seen in one frame. */
  get mostFaces(): number {
    return this.#mostFaces;
  }

  /** Each track, by id. */
  get tracks(): ReadonlyMap<number, TrackRows> {
    return this.#tracks;
  }

  /**
   * The rows of a track, or of the main face, which is {@link MAIN_FACE}: it stays with one track as long as that is in
   * view, and then goes to the biggest face, so that a person who was lost and found again is one line.
   */
  rowsOf(trackId: number): TrackRows | null {
    return (trackId === MAIN_FACE ? this.#main : this.#tracks.get(trackId)) ?? null;
  }

  /** Time of the first frame, seconds; 0 before there is one. */
  get start(): number {
    return this.length === 0 ? 0 : this.time(0);
  }

  /** Time of the last frame, seconds; 0 before there is one. */
  get end(): number {
    return this.length === 0 ? 0 : this.time(this.length - 1);
  }

  /** Time of a frame, seconds. */
  time(frame: number): number {
    return this.#times.get(frame);
  }

  /** The first row of a frame's faces; the frame's rows end where those of the next begin. */
  firstRow(frame: number): number {
    return frame < this.length ? this.#firstRows.get(frame) : this.#trackIds.length;
  }

  trackId(row: number): number {
    return this.#trackIds.get(row);
  }

  /**
   * A measure of a face: the probability of an expression by its index, or {@link VALENCE}.
   * @returns `NaN` where the raw value is not known
   */
  measure(row: number, measure: number, reading: Reading): number {
    return this.#faces.get(row, reading === 'raw' ? RAW + measure : measure);
  }

  /** The last frame that is not after a time; -1 before the first. */
  frameAt(time: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.time(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** A frame as it was read. */
  frame(frame: number): FrameResult {
    const { name, width, height } = this.source;
    const end = this.firstRow(frame + 1);
    const faces: Face[] = [];
    for (let row = this.firstRow(frame); row < end; row++) faces.push(this.#face(row));
    return { schema: 1, source: name, width, height, timestamp: this.time(frame), faces };
  }

  /**
   * Take in the next frame.
   * @param frame later than the last one; each of its faces has a track of its own
   */
  append({ timestamp, faces }: StoredFrame): void {
    const frame = this.#beginFrame(decimals(timestamp!));
    for (const face of faces) {
      const state = face.expression === null ? UNCERTAIN : EXPRESSIONS.indexOf(face.expression);
      const row = this.#beginFace(frame, face.trackId!, state);
      this.#writeFace(row, face);
    }
    this.#endFrame(frame);
  }

  /** Take in frames that {@link slice} of another store gave. */
  appendChunk({ times, faceCounts, trackIds, states, faces }: FrameChunk): void {
    let next = 0;
    for (let i = 0; i < times.length; i++) {
      const frame = this.#beginFrame(times[i]);
      for (const end = next + faceCounts[i]; next < end; next++) {
        const row = this.#beginFace(frame, trackIds[next], states[next]);
        for (let column = 0; column < FACE_COLUMNS; column++) {
          this.#faces.set(row, column, faces[next * FACE_COLUMNS + column]);
        }
      }
      this.#endFrame(frame);
    }
  }

  /** A copy of the frames from one to before another. */
  slice(from: number, to: number): FrameChunk {
    const first = this.firstRow(from);
    const rows = this.firstRow(to) - first;
    const chunk: FrameChunk = {
      times: new Float64Array(to - from),
      faceCounts: new Int32Array(to - from),
      trackIds: new Int32Array(rows),
      states: new Uint8Array(rows),
      faces: new Float32Array(rows * FACE_COLUMNS),
    };
    for (let i = 0; i < to - from; i++) {
      chunk.times[i] = this.time(from + i);
      chunk.faceCounts[i] = this.firstRow(from + i + 1) - this.firstRow(from + i);
    }
    for (let i = 0; i < rows; i++) {
      chunk.trackIds[i] = this.#trackIds.get(first + i);
      chunk.states[i] = this.#states.get(first + i);
      for (let column = 0; column < FACE_COLUMNS; column++) {
        chunk.faces[i * FACE_COLUMNS + column] = this.#faces.get(first + i, column);
      }
    }
    return chunk;
  }

  /** Name the expressions anew, as a threshold wants it, from one row to before another. */
  decide(threshold: number, from = 0, to = this.rows): void {
    const probabilities = new Float64Array(COUNT);
    for (let row = from; row < Math.min(to, this.rows); row++) {
      for (let i = 0; i < COUNT; i++) probabilities[i] = this.#faces.get(row, i);
      const { expression } = decide(probabilities, threshold);
      this.#states.set(row, 0, expression === null ? UNCERTAIN : EXPRESSIONS.indexOf(expression));
    }
  }

  #beginFrame(time: number): number {
    const frame = this.#times.push();
    this.#times.set(frame, 0, time);
    this.#firstRows.set(this.#firstRows.push(), 0, this.#trackIds.length);
    return frame;
  }

  #beginFace(frame: number, trackId: number, state: number): number {
    const row = this.#trackIds.push();
    this.#trackIds.set(row, 0, trackId);
    this.#states.set(this.#states.push(), 0, state);
    let track = this.#tracks.get(trackId);
    if (track === undefined) {
      track = new TrackRows(trackId, frame);
      this.#tracks.set(trackId, track);
    }
    track.add(frame, row);
    return this.#faces.push();
  }

  #endFrame(frame: number): void {
    const first = this.firstRow(frame);
    const count = this.#trackIds.length - first;
    this.#mostFaces = Math.max(this.#mostFaces, count);
    if (count === 0) return;
    let main = first;
    for (let row = first; row < first + count; row++) {
      if (this.trackId(row) === this.#mainTrackId) {
        main = row;
        break;
      }
      if (this.#area(row) > this.#area(main)) main = row;
    }
    this.#mainTrackId = this.trackId(main);
    this.#main ??= new TrackRows(MAIN_FACE, frame);
    this.#main.add(frame, main);
  }

  #area(row: number): number {
    return this.#faces.get(row, BOX + 2) * this.#faces.get(row, BOX + 3);
  }

  #writeFace(row: number, { probabilities, rawProbabilities, box, score, keypoints }: Face): void {
    const set = (column: number, value: number) => this.#faces.set(row, column, decimals(value));
    for (let i = 0; i < COUNT; i++) {
      set(i, probabilities[EXPRESSIONS[i]]);
      set(RAW + i, rawProbabilities?.[EXPRESSIONS[i]] ?? Number.NaN);
    }
    set(VALENCE, valence(this.#probabilities(row, 0)));
    set(RAW + VALENCE, valence(this.#probabilities(row, RAW)));
    set(BOX, box.x);
    set(BOX + 1, box.y);
    set(BOX + 2, box.width);
    set(BOX + 3, box.height);
    set(SCORE, score);
    for (let i = 0; i < 10; i++) set(KEYPOINTS + i, keypoints[i >> 1][i & 1]);
  }

  #face(row: number): Face {
    const at = (column: number) => decimals(this.#faces.get(row, column));
    const state = this.#states.get(row);
    const probabilities = this.#probabilities(row, 0);
    return {
      box: { x: at(BOX), y: at(BOX + 1), width: at(BOX + 2), height: at(BOX + 3) },
      score: at(SCORE),
      keypoints: [0, 2, 4, 6, 8].map((i) => [
        at(KEYPOINTS + i),
        at(KEYPOINTS + i + 1),
      ]) as unknown as Keypoints,
      trackId: this.#trackIds.get(row),
      expression: state === UNCERTAIN ? null : EXPRESSIONS[state],
      probability: Math.max(...Object.values(probabilities)),
      probabilities,
      ...(!Number.isNaN(at(RAW)) && { rawProbabilities: this.#probabilities(row, RAW) }),
    };
  }

  #probabilities(row: number, first: number): Face['probabilities'] {
    return Object.fromEntries(
      EXPRESSIONS.map((name, i) => [name, decimals(this.#faces.get(row, first + i))]),
    ) as unknown as Face['probabilities'];
  }
}

/** Six decimals: the rest is noise, and no file of ours keeps it. Adding 0 makes a zero of a negative one. */
function decimals(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}
