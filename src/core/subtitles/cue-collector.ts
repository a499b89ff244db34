import type { Expression } from '../expression/labels.js';
import { assertDuration, ROUNDING_SECONDS } from '../time.js';
import type { FrameResult } from '../types.js';

/** A face showed one expression for a while. */
export interface Cue {
  /** Seconds. */
  readonly start: number;
  /** Seconds: when it was seen not to show it any more. */
  readonly end: number;
  readonly trackId: number;
  readonly expression: Expression;
}

export interface CueCollectorOptions {
  /** What is shorter than this nobody could read, seconds. Default 0.5. */
  readonly minSeconds?: number;
  /** Cues of one face with the same expression that are no further apart than this become one, seconds. Default 0.3. */
  readonly joinSeconds?: number;
  /** The longest that a frame stands for, seconds. Default 1. */
  readonly maxGapSeconds?: number;
}

/**
 * Turns a stream of results into cues: the episodes of each face's named expressions. Flicker is taken out: pauses that are
 * short are bridged first, then what is still short is dropped.
 */
export class CueCollector {
  readonly #minSeconds: number;
  readonly #joinSeconds: number;
  readonly #maxGapSeconds: number;
  readonly #cues: Cue[] = [];
  /** The latest cue of each face and expression; it may yet grow. */
  #open = new Map<string, Cue>();
  /** The keys of the cues that the last frame was part of. */
  #current = new Set<string>();
  #timestamp: number | null = null;
  #interval = 0;

  /** @throws {RangeError} if an option is negative or not a number */
  constructor({ minSeconds = 0.5, joinSeconds = 0.3, maxGapSeconds = 1 }: CueCollectorOptions = {}) {
    assertDuration('minSeconds', minSeconds);
    assertDuration('joinSeconds', joinSeconds);
    assertDuration('maxGapSeconds', maxGapSeconds);
    this.#minSeconds = minSeconds;
    this.#joinSeconds = joinSeconds;
    this.#maxGapSeconds = maxGapSeconds;
  }

  /**
   * Take in the next frame of a stream.
   * @throws {TypeError} if it has no timestamp
   */
  append({ timestamp, faces }: FrameResult): void {
    if (timestamp === null)
      throw new TypeError('timestamp must be a number of seconds in a stream, got null');
    if (this.#timestamp !== null) this.#interval = timestamp - this.#timestamp;
    this.#holdUntil(timestamp);
    this.#closeBefore(timestamp);
    this.#current = new Set();
    for (const { trackId, expression } of faces) {
      if (trackId === null || expression === null) continue;
      const key = `${trackId} ${expression}`;
      this.#current.add(key);
      const start = this.#open.get(key)?.start ?? timestamp;
      this.#open.set(key, { start, end: timestamp, trackId, expression });
    }
    this.#timestamp = timestamp;
  }

  /** All cues up to now, by their start. The collector goes on unchanged. */
  cues(): Cue[] {
    const hold = Math.min(this.#interval, this.#maxGapSeconds);
    const open = [...this.#open].map(([key, cue]) =>
      this.#current.has(key) ? { ...cue, end: cue.end + hold } : cue,
    );
    return [...this.#cues, ...open.filter((cue) => this.#isLongEnough(cue))].sort(
      (a, b) => a.start - b.start || a.trackId - b.trackId,
    );
  }

  /** What the last frame showed goes on until this one. */
  #holdUntil(timestamp: number): void {
    for (const key of this.#current) {
      const cue = this.#open.get(key)!;
      this.#open.set(key, { ...cue, end: Math.min(timestamp, cue.end + this.#maxGapSeconds) });
    }
  }

  /** What ended too long ago to be joined with anything is done. */
  #closeBefore(timestamp: number): void {
    for (const [key, cue] of this.#open) {
      if (timestamp - cue.end <= this.#joinSeconds + ROUNDING_SECONDS) continue;
      this.#open.delete(key);
      if (this.#isLongEnough(cue)) this.#cues.push(cue);
    }
  }

  #isLongEnough({ start, end }: Cue): boolean {
    return end - start >= this.#minSeconds - ROUNDING_SECONDS;
  }
}
