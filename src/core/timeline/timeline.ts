import { assertDuration, assertTimestamp, ROUNDING_SECONDS } from '../time.js';
import type { FrameResult } from '../types.js';
import { ColumnSeries } from './column-series.js';
import { ExpressionStatistics } from './expression-statistics.js';
import { RecentMedian } from './recent-median.js';
import type { TimelineSeries } from './series.js';
import { STATES } from './states.js';
import type { TimelineSummary } from './summary.js';
import { TrackRecord, type TrackRecordOptions } from './track-record.js';

/** Options of a {@link Timeline}. */
export interface TimelineOptions {
  /** The longest that a frame stands for, seconds; a longer pause before the next is a gap. Default 1. */
  readonly maxGapSeconds?: number;
  /** Runs shorter than this, seconds, are neither counted as episodes nor as transitions. Default 0. */
  readonly minEpisodeSeconds?: number;
  /** The most points of each series; even. Default 4096. */
  readonly seriesCapacity?: number;
  /** The most tracks kept in detail beside those in view; the shortest go first. Default 256. */
  readonly maxTracks?: number;
}

/** How many intervals the last frame's is guessed from. */
const RECENT_INTERVALS = 255;

/**
 * Sums up a stream, frame by frame, in memory that doesn't grow with its length.
 *
 * The state of each frame holds until the next one, but for no longer than `maxGapSeconds`; what is beyond was not
 * observed, and ends every episode. The last frame holds for the median interval between frames (of the last 255),
 * a lone one for no time.
 */
export class Timeline {
  readonly #maxGapSeconds: number;
  readonly #maxTracks: number;
  readonly #trackOptions: TrackRecordOptions;
  readonly #all = new ExpressionStatistics();
  readonly #tracks = new Map<number, TrackRecord>();
  /** The tracks in the last frame. */
  #inView = new Set<TrackRecord>();
  readonly #faceCounts: ColumnSeries;
  readonly #intervals = new RecentMedian(RECENT_INTERVALS);
  readonly #otherTracks = { count: 0, faceSeconds: 0 };
  #frames = 0;
  #faces = 0;
  #start: number | null = null;
  #end: number | null = null;
  #observedSeconds = 0;
  #gapSeconds = 0;
  #secondsWithFace = 0;

  /** @throws {RangeError} if an option is outside its range */
  constructor(options: TimelineOptions = {}) {
    const { maxGapSeconds = 1, minEpisodeSeconds = 0, seriesCapacity = 4096, maxTracks = 256 } = options;
    assertDuration('maxGapSeconds', maxGapSeconds);
    assertDuration('minEpisodeSeconds', minEpisodeSeconds);
    if (!(Number.isInteger(seriesCapacity) && seriesCapacity >= 2 && seriesCapacity % 2 === 0)) {
      throw new RangeError(`seriesCapacity must be an even whole number, at least 2, got ${seriesCapacity}`);
    }
    if (!(Number.isInteger(maxTracks) && maxTracks >= 0)) {
      throw new RangeError(`maxTracks must be a whole number, at least 0, got ${maxTracks}`);
    }
    this.#maxGapSeconds = maxGapSeconds;
    this.#maxTracks = maxTracks;
    this.#trackOptions = { minEpisodeSeconds, seriesCapacity };
    this.#faceCounts = new ColumnSeries(1, seriesCapacity);
  }

  /**
   * Take in the next frame of a stream. If it throws, nothing is taken in.
   * @throws {TypeError} if the frame has no timestamp or a face has no track id, as in a still picture
   * @throws {RangeError} if the timestamp is not finite or not after the one before, or two faces share an id
   */
  append(result: FrameResult): void {
    const timestamp = this.#checkedTimestamp(result);
    const ids = checkedTrackIds(result);
    if (this.#end !== null) this.#holdUntil(timestamp, this.#end);
    const inView = new Set<TrackRecord>();
    for (const [index, face] of result.faces.entries()) {
      const track = this.#track(ids[index], timestamp);
      track.see(face, timestamp, this.#all);
      inView.add(track);
    }
    for (const track of this.#inView) if (!inView.has(track)) track.leave(this.#all);
    this.#inView = inView;
    this.#faceCounts.append(timestamp, [result.faces.length]);
    this.#frames++;
    this.#faces += result.faces.length;
    this.#start ??= timestamp;
    this.#end = timestamp;
    this.#foldShortTracks();
  }

  /** All that was seen up to now, as if the stream ended here. The timeline goes on unchanged. */
  summary(): TimelineSummary {
    const lastHold = Math.min(this.#intervals.median() ?? 0, this.#maxGapSeconds);
    const all = this.#all.clone();
    const tracks = this.#tracksById().map((track) => {
      if (!this.#inView.has(track)) return track.summary();
      const ended = track.cloneForSummary();
      ended.hold(lastHold, all);
      ended.leave(all);
      return ended.summary();
    });
    const observedSeconds = this.#observedSeconds + lastHold;
    const secondsWithFace = this.#secondsWithFace + (this.#inView.size > 0 ? lastHold : 0);
    return {
      schema: 1,
      states: STATES,
      frames: this.#frames,
      start: this.#start,
      end: this.#end,
      observedSeconds,
      gapSeconds: this.#gapSeconds,
      secondsWithFace,
      coverage: observedSeconds > 0 ? secondsWithFace / observedSeconds : null,
      meanFacesPerFrame: this.#frames > 0 ? this.#faces / this.#frames : null,
      all: all.summary(this.#start ?? 0),
      tracks,
      otherTracks: { ...this.#otherTracks },
    };
  }

  /** The course over time, for charts: copies. */
  series(): TimelineSeries {
    const { time, columns } = this.#faceCounts.read();
    return { faces: { time, count: columns[0] }, tracks: this.#tracksById().map((track) => track.series()) };
  }

  #checkedTimestamp({ timestamp }: FrameResult): number {
    if (timestamp === null)
      throw new TypeError('timestamp must be a number of seconds in a timeline, got null');
    assertTimestamp(timestamp, this.#end, 'increasing');
    return timestamp;
  }

  #holdUntil(timestamp: number, previous: number): void {
    const interval = timestamp - previous;
    const seconds = Math.min(interval, this.#maxGapSeconds);
    const isGap = interval > this.#maxGapSeconds + ROUNDING_SECONDS;
    this.#intervals.add(interval);
    this.#observedSeconds += seconds;
    this.#gapSeconds += interval - seconds;
    if (this.#inView.size > 0) this.#secondsWithFace += seconds;
    for (const track of this.#inView) {
      track.hold(seconds, this.#all);
      if (isGap) track.leave(this.#all);
    }
  }

  #track(trackId: number, timestamp: number): TrackRecord {
    let track = this.#tracks.get(trackId);
    if (track === undefined) {
      track = new TrackRecord(trackId, timestamp, this.#trackOptions);
      this.#tracks.set(trackId, track);
    }
    return track;
  }

  /** Drop the detail of the shortest tracks out of view. Those in view don't count: how long they are isn't known yet. */
  #foldShortTracks(): void {
    while (this.#tracks.size - this.#inView.size > this.#maxTracks) {
      let shortest: TrackRecord | null = null;
      for (const track of this.#tracks.values()) {
        if (this.#inView.has(track)) continue;
        if (shortest === null || track.faceSeconds < shortest.faceSeconds) shortest = track;
      }
      if (shortest === null) return;
      this.#tracks.delete(shortest.trackId);
      this.#otherTracks.count++;
      this.#otherTracks.faceSeconds += shortest.faceSeconds;
    }
  }

  #tracksById(): TrackRecord[] {
    return [...this.#tracks.values()].sort((a, b) => a.trackId - b.trackId);
  }
}

function checkedTrackIds({ faces }: FrameResult): number[] {
  const ids = faces.map(({ trackId }) => {
    if (trackId === null) throw new TypeError('trackId must be a number in a timeline, got null');
    return trackId;
  });
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new RangeError(`trackId must be unique in a frame, got ${twice} twice`);
  return ids;
}
