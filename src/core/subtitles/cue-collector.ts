import type { Expression } from '../expression/labels.js';
import { DEFAULT_DWELL, SteadyLabels } from '../smoothing/steady-labels.js';
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
  /** A face that shows something else, or is away, for no longer than this keeps its cue, seconds. Default 0.3. */
  readonly dwellSeconds?: number;
  /** The longest that a frame stands for, seconds. Default 1. */
  readonly maxGapSeconds?: number;
}

/**
 * Turns a stream of results into cues: for each face the episodes of its steady label, from when the face began to show it.
 * What is short nonetheless is dropped. A face has one cue at a time.
 */
export class CueCollector {
  readonly #minSeconds: number;
  readonly #dwellSeconds: number;
  readonly #maxGapSeconds: number;
  readonly #labels: SteadyLabels;
  readonly #cues: Cue[] = [];
  /** The latest cue of each face; it may yet grow. */
  readonly #open = new Map<number, Cue>();
  /** Where the last cue of each face ended, seconds, kept or dropped. */
  readonly #closedAt = new Map<number, number>();
  /** The faces whose cues the last frame was part of. */
  #current = new Set<number>();
  #timestamp: number | null = null;
  #interval = 0;

  /** @throws {RangeError} if an option is negative or not a number */
  constructor({
    minSeconds = 0.5,
    dwellSeconds = DEFAULT_DWELL,
    maxGapSeconds = 1,
  }: CueCollectorOptions = {}) {
    assertDuration('minSeconds', minSeconds);
    this.#labels = new SteadyLabels({ dwellSeconds, maxGapSeconds });
    this.#minSeconds = minSeconds;
    this.#dwellSeconds = dwellSeconds;
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
      if (trackId === null) continue;
      const label = this.#labels.update(trackId, expression, timestamp);
      const open = this.#open.get(trackId);
      if (open && open.expression !== label.expression)
        this.#close({ ...open, end: Math.min(open.end, label.since) });
      // Until the label follows, nobody knows whether the cue ends here.
      if (label.expression === null || label.expression !== expression) continue;
      const start = this.#open.get(trackId)?.start ?? this.#startOf(trackId, label.since, timestamp);
      this.#open.set(trackId, { start, end: timestamp, trackId, expression });
      this.#current.add(trackId);
    }
    this.#timestamp = timestamp;
  }

  /** All cues up to now, by their start. The collector goes on unchanged. */
  cues(): Cue[] {
    const hold = Math.min(this.#interval, this.#maxGapSeconds);
    const open = [...this.#open.values()].map((cue) =>
      this.#current.has(cue.trackId) ? { ...cue, end: cue.end + hold } : cue,
    );
    return [...this.#cues, ...open.filter((cue) => this.#isLongEnough(cue))].sort(
      (a, b) => a.start - b.start || a.trackId - b.trackId,
    );
  }

  /** What the last frame showed goes on until this one. */
  #holdUntil(timestamp: number): void {
    for (const trackId of this.#current) {
      const cue = this.#open.get(trackId)!;
      this.#open.set(trackId, { ...cue, end: Math.min(timestamp, cue.end + this.#maxGapSeconds) });
    }
  }

  /** The cue of a face that was away for too long is done. */
  #closeBefore(timestamp: number): void {
    for (const cue of this.#open.values()) {
      if (timestamp - cue.end > this.#dwellSeconds + ROUNDING_SECONDS) this.#close(cue);
    }
  }

  /** A label may be older than the cue that ended while its face was away: the next cue begins where it is back. */
  #startOf(trackId: number, since: number, timestamp: number): number {
    return since >= (this.#closedAt.get(trackId) ?? Number.NEGATIVE_INFINITY) ? since : timestamp;
  }

  #close(cue: Cue): void {
    this.#open.delete(cue.trackId);
    this.#closedAt.set(cue.trackId, cue.end);
    if (this.#isLongEnough(cue)) this.#cues.push(cue);
  }

  #isLongEnough({ start, end }: Cue): boolean {
    return end - start >= this.#minSeconds - ROUNDING_SECONDS;
  }
}
