import type { Expression } from '../core/expression/labels.js';
import type { State } from '../core/timeline/states.js';
import type { TimelineSummary } from '../core/timeline/summary.js';

/** One recording, summed up for a report. */
export interface Recording {
  /** What it is called in the report; a path, mostly. */
  readonly name: string;
  /** What it is compared by; `null` where there are no groups. */
  readonly group: string | null;
  readonly summary: TimelineSummary;
  readonly course: Course;
}

/** A recording over time, in slices of equal length. */
export interface Course {
  /** Timestamp of the first frame, from which every `start` here counts, seconds. */
  readonly origin: number;
  /** From the first to the last frame, seconds. */
  readonly seconds: number;
  /** Length of a slice, seconds. */
  readonly binSeconds: number;
  /** The slices in which there was a frame. */
  readonly coverage: readonly CoverageBin[];
  /** The mean of all faces in view. */
  readonly all: readonly CourseBin[];
  /** The faces that were in view longest, by id. */
  readonly tracks: readonly TrackCourse[];
}

export interface TrackCourse {
  readonly trackId: number;
  readonly bins: readonly CourseBin[];
}

/** A slice in which there was a frame. */
export interface CoverageBin {
  readonly start: number;
  /** Share of its frames that had a face, 0 to 1. */
  readonly faceShare: number;
  /** Whether frames are missing before it. */
  readonly afterGap: boolean;
}

/** The means over a slice in which there was a face. */
export interface CourseBin {
  readonly start: number;
  readonly probabilities: Readonly<Record<Expression, number>>;
  /** Before smoothing; `null` where the recording hasn't got it. */
  readonly raw: Readonly<Record<Expression, number>> | null;
  readonly valence: number;
  /** The state of most of its frames. */
  readonly state: State;
  /** Whether the face was out of view, or the recording stood still, before it. */
  readonly afterGap: boolean;
}
