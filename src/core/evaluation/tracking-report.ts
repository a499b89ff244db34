import { intersectionOverUnion } from '../detection/iou.js';
import { linearAssignment } from '../tracking/linear-assignment.js';
import type { Box } from '../types.js';
import { MATCH_IOU } from './detection-matching.js';

/** Where someone is in one frame, and who it is; ids are any whole numbers. */
export interface TrackedBox {
  readonly id: number;
  readonly box: Box;
}

/** How well the faces of a stream were told apart, after Milan et al. 2016 (MOT16). */
export interface TrackingSummary {
  /** Faces in frames. */
  readonly faces: number;
  /** Share of them that have no box. */
  readonly missed: number | null;
  /** Boxes that are no face. */
  readonly falsePositives: number;
  /** How often a face had another id than when it was last found. */
  readonly idSwitches: number;
  /** How often a face was lost and found again while it was there to be seen. */
  readonly fragments: number;
  /** Mean overlap of found faces with the truth; `null` without any. */
  readonly meanIou: number | null;
}

/** Compares tracks with the truth, frame by frame. */
export class TrackingReport {
  /** By true id: the track's id when last found, and whether it was found when last seen. */
  readonly #last = new Map<number, { track: number; isFound: boolean }>();
  #faces = 0;
  #found = 0;
  #falsePositives = 0;
  #idSwitches = 0;
  #fragments = 0;
  #iou = 0;

  /**
   * Add a frame.
   * @param truths the faces that can be seen
   * @param tracks what was reported
   */
  add(truths: readonly TrackedBox[], tracks: readonly TrackedBox[]): void {
    const pairs = pair(truths, tracks);
    for (const [i, { id }] of truths.entries()) {
      const last = this.#last.get(id);
      const track = pairs[i];
      if (!track) {
        if (last) last.isFound = false;
        continue;
      }
      this.#found++;
      this.#iou += intersectionOverUnion(truths[i].box, track.box);
      if (last && last.track !== track.id) this.#idSwitches++;
      if (last && !last.isFound) this.#fragments++;
      this.#last.set(id, { track: track.id, isFound: true });
    }
    this.#faces += truths.length;
    this.#falsePositives += tracks.length - pairs.filter((track) => track !== null).length;
  }

  summary(): TrackingSummary {
    return {
      faces: this.#faces,
      missed: this.#faces === 0 ? null : 1 - this.#found / this.#faces,
      falsePositives: this.#falsePositives,
      idSwitches: this.#idSwitches,
      fragments: this.#fragments,
      meanIou: this.#found === 0 ? null : this.#iou / this.#found,
    };
  }
}

/** The track of each true face, `null` where none overlaps it by half; the pairs overlap most in sum. */
function pair(truths: readonly TrackedBox[], tracks: readonly TrackedBox[]): (TrackedBox | null)[] {
  const columns = tracks.length + truths.length;
  const cost = new Float64Array(truths.length * columns).fill(1);
  for (const [row, truth] of truths.entries()) {
    for (const [column, track] of tracks.entries()) {
      const overlap = intersectionOverUnion(truth.box, track.box);
      // What overlaps too little costs more than to stay without.
      cost[row * columns + column] = overlap >= MATCH_IOU ? 1 - overlap : 2;
    }
  }
  return Array.from(linearAssignment(cost, truths.length, columns), (column) => tracks[column] ?? null);
}
