import type { Expression } from '../expression/labels.js';

/** What a {@link Timeline} keeps for charts. Once a series is full, a point is the mean of several frames. */
export interface TimelineSeries {
  /** The number of faces in each frame. */
  readonly faces: { readonly time: Float64Array; readonly count: Float32Array };
  /** Each track kept in detail, by id. */
  readonly tracks: readonly TrackSeries[];
}

/** One track over time; every array has an entry for each point. */
export interface TrackSeries {
  readonly trackId: number;
  /** Seconds; the mean of the point's frames. */
  readonly time: Float64Array;
  readonly probabilities: Readonly<Record<Expression, Float32Array>>;
  /** Share of the point's frames in which no expression was likely enough, 0 to 1. */
  readonly uncertain: Float32Array;
  /** -1 to 1. See valence.ts. */
  readonly valence: Float32Array;
}
