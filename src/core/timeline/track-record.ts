import { EXPRESSIONS } from '../expression/labels.js';
import { ROUNDING_SECONDS } from '../time.js';
import type { Face, Probabilities } from '../types.js';
import { ColumnSeries } from './column-series.js';
import { ExpressionStatistics } from './expression-statistics.js';
import type { TrackSeries } from './series.js';
import { perExpression, STATES, stateIndex } from './states.js';
import type { TrackSummary } from './summary.js';
import { valence } from './valence.js';

const UNCERTAIN = STATES.indexOf('uncertain');

/** An unbroken run of frames in one state, up to now. */
interface Run {
  readonly state: number;
  readonly start: number;
  /** How long the frames before the last one held. */
  readonly seconds: number;
}

/** What a {@link TrackRecord} needs of the timeline it is part of. */
export interface TrackRecordOptions {
  readonly minEpisodeSeconds: number;
  readonly seriesCapacity: number;
}

/** One track: its statistics, its series and the episode that it is in. What it counts, it also counts into `all`. */
export class TrackRecord {
  readonly trackId: number;
  readonly firstSeen: number;
  lastSeen: number;
  readonly #options: TrackRecordOptions;
  #statistics = new ExpressionStatistics();
  readonly #series: ColumnSeries;
  #run: Run | null = null;
  #probabilities: Probabilities | null = null;
  /** State of the last counted episode, as long as the face has been in view ever since. */
  #previousState: number | null = null;

  constructor(trackId: number, timestamp: number, options: TrackRecordOptions) {
    this.trackId = trackId;
    this.firstSeen = timestamp;
    this.lastSeen = timestamp;
    this.#options = options;
    this.#series = new ColumnSeries(EXPRESSIONS.length + 2, options.seriesCapacity);
  }

  get faceSeconds(): number {
    return this.#statistics.faceSeconds;
  }

  /** Take in the face as it is in a frame. */
  see(face: Face, timestamp: number, all: ExpressionStatistics): void {
    const state = stateIndex(face);
    if (this.#run?.state !== state) {
      this.#endRun(all);
      this.#run = { state, start: timestamp, seconds: 0 };
    }
    this.lastSeen = timestamp;
    this.#probabilities = face.probabilities;
    for (const statistics of [this.#statistics, all]) statistics.see(face.probabilities, timestamp);
    this.#series.append(timestamp, [
      ...EXPRESSIONS.map((expression) => face.probabilities[expression]),
      state === UNCERTAIN ? 1 : 0,
      valence(face.probabilities),
    ]);
  }

  /** Let the face stay as it was last seen for some seconds; nothing where it isn't in view. */
  hold(seconds: number, all: ExpressionStatistics): void {
    const run = this.#run;
    if (run === null || this.#probabilities === null) return;
    this.#run = { ...run, seconds: run.seconds + seconds };
    for (const statistics of [this.#statistics, all]) {
      statistics.hold(run.state, this.#probabilities, seconds);
    }
  }

  /** The face is out of view, or a gap has come: what follows has no link to what was. */
  leave(all: ExpressionStatistics): void {
    this.#endRun(all);
    this.#previousState = null;
  }

  #endRun(all: ExpressionStatistics): void {
    const run = this.#run;
    this.#run = null;
    if (run === null || run.seconds < this.#options.minEpisodeSeconds - ROUNDING_SECONDS) return;
    const previous = this.#previousState;
    this.#previousState = run.state;
    for (const statistics of [this.#statistics, all]) {
      statistics.addEpisode(run.state, run.start, run.seconds);
      if (previous !== null && previous !== run.state) statistics.addTransition(previous, run.state);
    }
  }

  /** A copy of all but the series, to sum up as if the stream ended here. */
  cloneForSummary(): TrackRecord {
    const copy = new TrackRecord(this.trackId, this.firstSeen, this.#options);
    copy.lastSeen = this.lastSeen;
    copy.#statistics = this.#statistics.clone();
    copy.#run = this.#run;
    copy.#probabilities = this.#probabilities;
    copy.#previousState = this.#previousState;
    return copy;
  }

  summary(): TrackSummary {
    const { trackId, firstSeen, lastSeen } = this;
    return { trackId, firstSeen, lastSeen, ...this.#statistics.summary(firstSeen) };
  }

  series(): TrackSeries {
    const { time, columns } = this.#series.read();
    return {
      trackId: this.trackId,
      time,
      probabilities: perExpression((i) => columns[i]),
      uncertain: columns[EXPRESSIONS.length],
      valence: columns[EXPRESSIONS.length + 1],
    };
  }
}
