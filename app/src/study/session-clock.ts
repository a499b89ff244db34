/**
 * Tells the time of a session between its frames. A frame's time is when it was taken, but it is known only when it
 * has been read; the shortest such delay is taken for the way that every frame has, and what is more for waiting.
 */
export class SessionClock {
  #offset = Number.POSITIVE_INFINITY;

  /**
   * Take note of a frame that has been read.
   * @param time of the frame, seconds on the session's clock
   * @param now seconds, on any clock
   */
  add(time: number, now: number): void {
    this.#offset = Math.min(this.#offset, now - time);
  }

  /** The session's time at a moment of that clock; `null` before the first frame. */
  at(now: number): number | null {
    return Number.isFinite(this.#offset) ? now - this.#offset : null;
  }
}
