/** A step back by more than this is a jump to another count of time and not two frames out of order, seconds. */
const JUMP = 0.5;

/** Least time between two frames, seconds; timestamps are given in this unit. */
const TICK = 1e-6;

/** Turns a stream's presentation times into timestamps that always increase, whatever the file says. */
export class Timestamps {
  readonly #frameSeconds: number;
  #shift = 0;
  #last: number | null = null;
  /** Whether a frame had a time of its own. */
  #hasTime = false;

  /** @param frameRate mean frames a second, for frames without a time of their own */
  constructor(frameRate: number | null) {
    this.#frameSeconds = 1 / (frameRate ?? 25);
  }

  /** The timestamp given last; `null` before the first. */
  get last(): number | null {
    return this.#last;
  }

  /**
   * @param time presentation time, seconds from the start of the file; `null` where the file gives none
   * @returns seconds, in whole microseconds
   */
  next(time: number | null): number {
    const last = this.#last;
    const expected = last === null ? 0 : last + this.#frameSeconds;
    let timestamp = time === null ? expected : time + this.#shift;
    const isJump = last !== null && timestamp < last - JUMP;
    // A network stream's count of time can begin after its first frames.
    const isLateStart = !this.#hasTime && time !== null && timestamp < expected - this.#frameSeconds / 2;
    this.#hasTime ||= time !== null;
    if (isJump || isLateStart) {
      // Recordings were joined, or a counter overflowed or began: go on from here.
      this.#shift += expected - timestamp;
      timestamp = expected;
    }
    if (last !== null) timestamp = Math.max(timestamp, last + TICK);
    // Not a multiplication by TICK, which would leave 0.1 + 0.2's kind of digits.
    this.#last = Math.round(timestamp / TICK) / 1e6;
    return this.#last;
  }
}
