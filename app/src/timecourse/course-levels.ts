import type { FrameStore } from '../recording/frame-store.js';
import { TrackLevels } from './track-levels.js';

/** The levels of all tracks of a store, for all charts that show it. */
export class CourseLevels {
  readonly #tracks = new Map<number, TrackLevels>();

  constructor(readonly store: FrameStore) {}

  /** @returns `null` where there is no such track yet */
  of(trackId: number): TrackLevels | null {
    let levels = this.#tracks.get(trackId);
    const track = this.store.rowsOf(trackId);
    if (levels === undefined && track !== null) {
      levels = new TrackLevels(this.store, track);
      this.#tracks.set(trackId, levels);
    }
    return levels ?? null;
  }
}
