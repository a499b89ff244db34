/** A step back by more than this is a jump to another count of time and not two frames out of order, seconds. */
export const JUMP = 0.5;

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

/**
 * {@link Timestamps} as an FFmpeg filter, for where FFmpeg itself must not see times that step back.
 * @param origin what counts as 0, seconds
 * @param frameRate mean frames a second, for frames without a time of their own
 * @returns a filter whose output counts microseconds
 */
export function timestampsFilter(origin: number, frameRate: number | null): string {
  const ticks = (seconds: number) => Math.round(seconds / TICK);
  const frameTicks = ticks(1) / (frameRate ?? 25);
  // The filter remembers five numbers: 0 shift, 1 hasTime, 2 expected, 3 timestamp, 4 isJump or isLateStart.
  const steps = [
    `st(2,if(isnan(PREV_OUTPTS),0,PREV_OUTPTS+${frameTicks}))`,
    `st(3,if(isnan(PTS),ld(2),PTS-(${ticks(origin)})+ld(0)))`,
    // A comparison with no number is false.
    `st(4,lt(ld(3),PREV_OUTPTS-${ticks(JUMP)})+not(ld(1))*not(isnan(PTS))*lt(ld(3),ld(2)-${frameTicks / 2}))`,
    'st(1,ld(1)+not(isnan(PTS)))',
    'if(ld(4),st(0,ld(0)+ld(2)-ld(3));st(3,ld(2)))',
    'round(if(isnan(PREV_OUTPTS),ld(3),max(ld(3),PREV_OUTPTS+1)))',
  ];
  return `settb=1/${ticks(1)},setpts='${steps.join(';')}'`;
}
