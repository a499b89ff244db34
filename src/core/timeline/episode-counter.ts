import { perState, STATES, type State } from './states.js';
import type { EpisodeSummary } from './summary.js';

/** Count, total and greatest length, and earliest start of the episodes of each state. */
export class EpisodeCounter {
  readonly #count = new Float64Array(STATES.length);
  readonly #seconds = new Float64Array(STATES.length);
  readonly #longest = new Float64Array(STATES.length);
  readonly #firstStart = new Float64Array(STATES.length).fill(Number.POSITIVE_INFINITY);

  /** Count an episode that has ended. Of several tracks they may come in any order. */
  add(state: number, start: number, seconds: number): void {
    this.#count[state]++;
    this.#seconds[state] += seconds;
    this.#longest[state] = Math.max(this.#longest[state], seconds);
    this.#firstStart[state] = Math.min(this.#firstStart[state], start);
  }

  clone(): EpisodeCounter {
    const copy = new EpisodeCounter();
    copy.#count.set(this.#count);
    copy.#seconds.set(this.#seconds);
    copy.#longest.set(this.#longest);
    copy.#firstStart.set(this.#firstStart);
    return copy;
  }

  /** @param origin the time that latencies are counted from */
  summary(origin: number): Record<State, EpisodeSummary> {
    return perState((state) => {
      const count = this.#count[state];
      if (count === 0) return { count, meanSeconds: null, longestSeconds: null, latencySeconds: null };
      return {
        count,
        meanSeconds: this.#seconds[state] / count,
        longestSeconds: this.#longest[state],
        latencySeconds: this.#firstStart[state] - origin,
      };
    });
  }
}
