import { setTimeout as sleep } from 'node:timers/promises';
import { type AnyImage, type Frame, TruncatedMediaError, UnsupportedMediaError } from '../../core/index.js';
import type { Video } from './video.js';
import type { VideoOptions } from './video-options.js';

/** Connection attempts in a row, unless another number is asked for. */
const DEFAULT_RECONNECTS = 5;

/** The longest wait before an attempt, seconds. The first is 1 s, and each is twice as long as the one before. */
const LONGEST_WAIT = 30;

/**
 * A network stream that is opened again when it is lost. A recording, whose length is known, goes on after the last frame
 * that was given; in a live stream the time without a connection counts as time without a frame. Timestamps always increase.
 */
export class ReconnectingVideo implements Video<AnyImage> {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly duration: number | null;
  readonly frameRate: number | null;
  readonly decoder: Video['decoder'];
  readonly #open: (options: VideoOptions) => Promise<Video<AnyImage>>;
  readonly #options: VideoOptions;
  #video: Video<AnyImage>;
  /** The timestamp given last; `null` before the first. */
  #last: number | null = null;
  /** When that was, by the clock of this machine, seconds. */
  #lastGiven = 0;
  /** What is added to the timestamps of a live stream, seconds. */
  #shift = 0;
  /** Attempts since the last frame. */
  #attempts = 0;
  readonly #disposal = new AbortController();

  /** @param open opens the stream again, with other options */
  constructor(
    video: Video<AnyImage>,
    open: (options: VideoOptions) => Promise<Video<AnyImage>>,
    options: VideoOptions,
  ) {
    this.#video = video;
    this.#open = open;
    this.#options = options;
    this.name = video.name;
    this.width = video.width;
    this.height = video.height;
    this.duration = video.duration;
    this.frameRate = video.frameRate;
    this.decoder = video.decoder;
  }

  async *frames(): AsyncGenerator<Frame<AnyImage>> {
    try {
      for (;;) {
        const problem: { message: string } = { message: '' };
        yield* this.#framesUntilLost(problem);
        if (problem.message === '' || !(await this.#reconnect(problem.message))) return;
      }
    } finally {
      await this.dispose();
    }
  }

  /** @param problem takes why the stream was lost; stays empty where it ended */
  async *#framesUntilLost(problem: { message: string }): AsyncGenerator<Frame<AnyImage>> {
    try {
      for await (const frame of this.#video.frames()) {
        const timestamp = frame.timestamp! + this.#shift;
        if (this.#last !== null && timestamp <= this.#last) continue;
        this.#last = timestamp;
        this.#lastGiven = clock();
        this.#attempts = 0;
        yield { ...frame, timestamp };
      }
    } catch (error) {
      if (!(error instanceof UnsupportedMediaError)) throw error;
      problem.message = error.message;
      return;
    }
    // A camera that says goodbye was most likely restarted.
    if (this.#isLive && this.name.startsWith('rtsp')) problem.message = `${this.name} ended`;
  }

  get #isLive(): boolean {
    return this.duration === null;
  }

  /** @returns whether there is anything left to read: the end may have come while there was no connection, or nobody wants more */
  async #reconnect(reason: string): Promise<boolean> {
    const { reconnects = DEFAULT_RECONNECTS, onLost, signal } = this.#options;
    const disposed = this.#disposal.signal;
    const ended = AbortSignal.any(signal ? [disposed, signal] : [disposed]);
    for (let problem = reason; !disposed.aborted; ) {
      if (this.#attempts >= reconnects) throw new TruncatedMediaError(problem);
      const wait = Math.min(LONGEST_WAIT, 2 ** this.#attempts);
      this.#attempts++;
      onLost?.(`${problem}; connecting again in ${wait} s (${this.#attempts} of ${reconnects})`);
      // An aborted wait ends with the signal's own reason, as every other place does.
      await sleep(wait * 1000, undefined, { signal: ended }).catch(() => signal?.throwIfAborted());
      const continuation = disposed.aborted ? null : this.#continuation();
      if (continuation === null) return false;
      try {
        this.#video = await this.#open(continuation);
        break;
      } catch (error) {
        if (!(error instanceof UnsupportedMediaError)) throw error;
        problem = error.message;
      }
    }
    if (disposed.aborted) await this.#video.dispose();
    return !disposed.aborted;
  }

  /** What is left to read; `null` where that is nothing. */
  #continuation(): VideoOptions | null {
    if (this.#last === null) return {};
    if (!this.#isLive) return { resumeAt: this.#last };
    // Its timestamps begin at 0 again.
    this.#shift = Math.round((this.#last + clock() - this.#lastGiven) * 1e6) / 1e6;
    const { end = Number.POSITIVE_INFINITY } = this.#options;
    return end > this.#shift ? { start: 0, end: end - this.#shift } : null;
  }

  dispose(): Promise<void> {
    this.#disposal.abort();
    return this.#video.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}

/** Seconds that always increase. */
function clock(): number {
  return performance.now() / 1000;
}
