const WINDOW_MS = 2000;
const UPDATE_MS = 500;

/** Measures how many frames are read in a second and how long one takes, steadily enough to be read by a person. */
export class RateMeter {
  #frames: { readonly at: number; readonly latencyMs: number }[] = [];
  #shown: { readonly fps: number; readonly latencyMs: number } | null = null;
  #shownAt = Number.NEGATIVE_INFINITY;

  /**
   * Count a frame.
   * @param now ms, from any clock
   * @returns rates over the last two seconds, renewed twice a second; `null` for the first frame
   */
  add(now: number, latencyMs: number): { readonly fps: number; readonly latencyMs: number } | null {
    this.#frames = this.#frames.filter(({ at }) => at > now - WINDOW_MS);
    this.#frames.push({ at: now, latencyMs });
    const first = this.#frames[0].at;
    if (now - this.#shownAt < UPDATE_MS || now === first) return this.#shown;
    const sorted = this.#frames.map((frame) => frame.latencyMs).sort((a, b) => a - b);
    this.#shown = {
      fps: ((this.#frames.length - 1) * 1000) / (now - first),
      latencyMs: sorted[sorted.length >> 1],
    };
    this.#shownAt = now;
    return this.#shown;
  }

  reset(): void {
    this.#frames = [];
    this.#shown = null;
    this.#shownAt = Number.NEGATIVE_INFINITY;
  }
}
