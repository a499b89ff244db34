import { EXPRESSIONS } from '../expression/labels.js';
import type { Probabilities } from '../types.js';
import { BatchMeans } from './batch-means.js';
import { EpisodeCounter } from './episode-counter.js';
import { perExpression, perState, STATES } from './states.js';
import type { ExpressionSummary } from './summary.js';
import { TransitionCounter } from './transition-counter.js';
import { valence } from './valence.js';

/** Everything that is summed up over the faces of one track, or of all; of constant size. */
export class ExpressionStatistics {
  readonly #stateSeconds = new Float64Array(STATES.length);
  readonly #probabilitySeconds = new Float64Array(EXPRESSIONS.length);
  readonly #peak = new Float64Array(EXPRESSIONS.length).fill(Number.NEGATIVE_INFINITY);
  readonly #peakTime = new Float64Array(EXPRESSIONS.length);
  #valenceSeconds = 0;
  #batches = new BatchMeans();
  #episodes = new EpisodeCounter();
  #transitions = new TransitionCounter();

  /** Take note of the peaks of a face in a frame. */
  see(probabilities: Probabilities, timestamp: number): void {
    for (const [i, expression] of EXPRESSIONS.entries()) {
      if (probabilities[expression] <= this.#peak[i]) continue;
      this.#peak[i] = probabilities[expression];
      this.#peakTime[i] = timestamp;
    }
  }

  /** Count a face that stays as it is for some seconds. */
  hold(state: number, probabilities: Probabilities, seconds: number): void {
    this.#stateSeconds[state] += seconds;
    for (const [i, expression] of EXPRESSIONS.entries()) {
      this.#probabilitySeconds[i] += probabilities[expression] * seconds;
    }
    this.#valenceSeconds += valence(probabilities) * seconds;
    this.#batches.add(state, seconds);
  }

  addEpisode(state: number, start: number, seconds: number): void {
    this.#episodes.add(state, start, seconds);
  }

  addTransition(from: number, to: number): void {
    this.#transitions.add(from, to);
  }

  clone(): ExpressionStatistics {
    const copy = new ExpressionStatistics();
    copy.#stateSeconds.set(this.#stateSeconds);
    copy.#probabilitySeconds.set(this.#probabilitySeconds);
    copy.#peak.set(this.#peak);
    copy.#peakTime.set(this.#peakTime);
    copy.#valenceSeconds = this.#valenceSeconds;
    copy.#batches = this.#batches.clone();
    copy.#episodes = this.#episodes.clone();
    copy.#transitions = this.#transitions.clone();
    return copy;
  }

  /** Seconds of face. */
  get faceSeconds(): number {
    return this.#stateSeconds.reduce((sum, seconds) => sum + seconds, 0);
  }

  /** @param origin the time that latencies are counted from */
  summary(origin: number): ExpressionSummary {
    const faceSeconds = this.faceSeconds;
    const common = {
      faceSeconds,
      episodes: this.#episodes.summary(origin),
      transitions: this.#transitions.matrix(),
    };
    if (faceSeconds === 0) {
      return { ...common, timeShare: null, timeShareInterval95: null, probability: null, meanValence: null };
    }
    const share = (state: number) => this.#stateSeconds[state] / faceSeconds;
    const intervals = STATES.map((_, state) => this.#batches.interval95(state, share(state)));
    return {
      ...common,
      timeShare: perState(share),
      timeShareInterval95: intervals.every((interval) => interval !== null)
        ? perState((state) => intervals[state])
        : null,
      probability: perExpression((i) => ({
        mean: this.#probabilitySeconds[i] / faceSeconds,
        peak: this.#peak[i],
        peakTime: this.#peakTime[i],
      })),
      meanValence: this.#valenceSeconds / faceSeconds,
    };
  }
}
