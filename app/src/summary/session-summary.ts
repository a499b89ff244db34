import { isWithin, Timeline, type TimelineSummary, type TimeRange } from 'affect-detect';
import type { FrameStore } from '../recording/frame-store.js';

/** Frames summed up between two looks at the clock. */
const FRAMES_BETWEEN = 64;

/**
 * Sums up a session by the core's Timeline, as the command line does with a table of the same frames: excluded frames
 * are left out, so that what is longer than a second of them is a gap.
 */
export class SessionSummary {
  readonly #store: FrameStore;
  readonly #excluded: readonly TimeRange[];
  readonly #timeline = new Timeline();
  #next = 0;

  constructor(store: FrameStore, excluded: readonly TimeRange[]) {
    this.#store = store;
    this.#excluded = excluded;
  }

  /**
   * Sum up frames that have come since.
   * @param hasTime asked now and then whether to go on
   * @returns whether all are summed up
   */
  advance(hasTime: () => boolean): boolean {
    const store = this.#store;
    while (this.#next < store.length) {
      if (this.#next % FRAMES_BETWEEN === 0 && !hasTime()) return false;
      const frame = this.#next++;
      if (!isWithin(this.#excluded, store.time(frame))) this.#timeline.append(store.frame(frame));
    }
    return true;
  }

  summary(): TimelineSummary {
    return this.#timeline.summary();
  }
}
