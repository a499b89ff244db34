import type { Expression } from '../expression/labels.js';
import type { State } from './states.js';

/** What a {@link Timeline} has seen so far; plain JSON. Times and lengths are seconds. */
export interface TimelineSummary {
  /** Version of this layout. */
  readonly schema: 1;
  /** The order of the rows and columns of every `transitions`. */
  readonly states: readonly State[];
  readonly frames: number;
  /** Timestamp of the first frame; `null` before there is one. */
  readonly start: number | null;
  /** Timestamp of the last frame; `null` before there is one. */
  readonly end: number | null;
  /** Time that the frames stand for: all of it but the gaps. */
  readonly observedSeconds: number;
  /** Time between frames further apart than `maxGapSeconds`, beyond that. */
  readonly gapSeconds: number;
  /** Observed time with at least one face. */
  readonly secondsWithFace: number;
  /** `secondsWithFace / observedSeconds`, 0 to 1; `null` where no time was observed. */
  readonly coverage: number | null;
  /** Mean number of faces in a frame; `null` before there is one. */
  readonly meanFacesPerFrame: number | null;
  /** All faces together; two faces in view for a second count two seconds. */
  readonly all: ExpressionSummary;
  /** Each track kept in detail, by id. */
  readonly tracks: readonly TrackSummary[];
  /** Tracks no longer kept in detail (the shortest go first); they are in `all`. */
  readonly otherTracks: { readonly count: number; readonly faceSeconds: number };
}

/** The expressions of one track. */
export interface TrackSummary extends ExpressionSummary {
  readonly trackId: number;
  /** Timestamp of the first frame with this face. */
  readonly firstSeen: number;
  /** Timestamp of the last frame with this face. */
  readonly lastSeen: number;
}

/** The expressions of one track, or of all. */
export interface ExpressionSummary {
  /** Time with this face; for all, summed over faces. Where it is 0, shares, means and valence are `null`. */
  readonly faceSeconds: number;
  /** Share of `faceSeconds` in each state; they sum to 1. */
  readonly timeShare: Readonly<Record<State, number>> | null;
  /** 95 % confidence interval of each share, [low, high]; `null` under ten seconds of face. See batch-means.ts. */
  readonly timeShareInterval95: Readonly<Record<State, readonly [low: number, high: number]>> | null;
  readonly probability: Readonly<Record<Expression, ProbabilitySummary>> | null;
  readonly episodes: Readonly<Record<State, EpisodeSummary>>;
  /** Changes of state within a track: `transitions[from][to]`, in the order of `states`. */
  readonly transitions: readonly (readonly number[])[];
  /** Time-weighted mean of the valence, -1 to 1. See valence.ts. */
  readonly meanValence: number | null;
}

/** The probability of one expression over time. */
export interface ProbabilitySummary {
  /** Time-weighted mean. */
  readonly mean: number;
  readonly peak: number;
  /** Timestamp of the frame with the peak, the first if it came more than once. */
  readonly peakTime: number;
}

/** The episodes of one state: unbroken runs of frames in which a track shows it. */
export interface EpisodeSummary {
  readonly count: number;
  /** `null` where there is no episode. */
  readonly meanSeconds: number | null;
  /** `null` where there is no episode. */
  readonly longestSeconds: number | null;
  /** From the first frame of the track (for all, of the timeline) to the start of the first; `null` without one. */
  readonly latencySeconds: number | null;
}
