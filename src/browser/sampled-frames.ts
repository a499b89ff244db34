import { capture, type FramesOptions, mediaFailure, type StreamFrame } from './video.js';

export interface SampledFramesOptions extends FramesOptions {
  /** Frames to take of each second; a video that has fewer gives all it has. */
  readonly fps: number;
}

/** Frames that may wait for their reader before the video is held. */
const QUEUE = 4;
const FASTEST_RATE = 8;
/** A presented frame that lands this little before its moment, seconds, is the one of that moment. */
const SLACK = 1e-3;
/** How long a frame may take from being decoded to being shown. */
const PRESENT_TIMEOUT_MS = 500;

/**
 * All of a video file as frames at a steady rate, as fast as they are read. The video plays faster than it is meant to
 * as long as no wanted frame is missed, waits for a slow reader, and goes back to a frame that the browser dropped.
 * Timestamps are those of the frames themselves. While the page is hidden, the video is held.
 *
 * Ends at the end of the video, where it loses its source, or when the signal is aborted; the video is paused then.
 * @throws {RangeError} if `fps` is not above 0
 * @throws {TruncatedMediaError} after the last good frame, if the video breaks off or is damaged
 */
export async function* sampledFrames(
  element: HTMLVideoElement,
  { fps, signal }: SampledFramesOptions,
): AsyncGenerator<StreamFrame> {
  if (!(fps > 0)) throw new RangeError(`fps must be above 0, got ${fps}`);
  const sampler = new FrameSampler(element, fps, signal);
  try {
    await sampler.start();
    for (;;) {
      const frame = await sampler.next();
      if (frame === null) return;
      yield frame;
    }
  } finally {
    sampler.stop();
  }
}

interface Taken {
  readonly timestamp: number;
  readonly image: Promise<ImageBitmap | VideoFrame>;
}

class FrameSampler {
  readonly #element: HTMLVideoElement;
  readonly #fps: number;
  readonly #signal: AbortSignal | undefined;
  readonly #listeners = new AbortController();
  readonly #queue: Taken[] = [];
  #handle = 0;
  /** Number of the next sample: wanted is the first frame from `#due / fps` seconds on. */
  #due = 0;
  #taken = Number.NEGATIVE_INFINITY;
  /** The longest time between two frames of the file itself, as far as known, seconds. */
  #frameInterval = 0;
  #isGoingBack = false;
  #isAtEnd = false;
  #wasEmptied = false;
  #failure: Error | null = null;
  /** Whether the page was hidden at any time since the last seek began: it was shown no frames then. */
  #wasHidden = false;
  #readerMs: number | null = null;
  #handedAt: number | null = null;
  #wake = () => {};

  constructor(element: HTMLVideoElement, fps: number, signal?: AbortSignal) {
    this.#element = element;
    this.#fps = fps;
    this.#signal = signal;
    const options = { signal: this.#listeners.signal };
    const end = () => {
      // Whatever waits for the element or the page waits no longer.
      this.#listeners.abort();
      this.#wake();
    };
    const empty = () => {
      this.#wasEmptied = true;
      end();
    };
    const fail = () => {
      this.#failure = mediaFailure(element);
      end();
    };
    signal?.addEventListener('abort', end, options);
    element.addEventListener('emptied', empty, options);
    element.addEventListener('error', fail, options);
    element.addEventListener('ended', () => this.#onEnded(), options);
    document.addEventListener('visibilitychange', this.#onVisibility, options);
    if (signal?.aborted) end();
    else if (element.error) fail();
  }

  /** Go to the beginning and take the first frame. */
  async start(): Promise<void> {
    this.#isGoingBack = true;
    const found = await this.#seek(0);
    this.#isGoingBack = false;
    if (this.#isOver) return;
    this.#take(found ?? 0);
    this.#handle = this.#element.requestVideoFrameCallback(this.#onFrame);
    this.#play();
  }

  /** Whether no more frames can be taken. */
  get #isOver(): boolean {
    return this.#listeners.signal.aborted;
  }

  /** @returns the next frame, as soon as there is one; `null` at the end */
  async next(): Promise<StreamFrame | null> {
    this.#measureReader();
    while (!this.#isOver && this.#queue.length === 0 && !this.#isAtEnd) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#signal?.aborted || this.#wasEmptied) return null;
    const taken = this.#queue.shift();
    if (taken === undefined) {
      if (this.#failure !== null) throw this.#failure;
      return null;
    }
    if (this.#element.paused && !this.#isGoingBack && this.#queue.length <= 1) this.#play();
    const image = await taken.image;
    this.#handedAt = performance.now();
    const { videoWidth: width, videoHeight: height } = this.#element;
    return { image, timestamp: taken.timestamp, width, height };
  }

  stop(): void {
    this.#listeners.abort();
    this.#element.cancelVideoFrameCallback(this.#handle);
    this.#element.pause();
    this.#element.playbackRate = 1;
    for (const { image } of this.#queue) image.then((picture) => picture.close()).catch(() => {});
  }

  readonly #onFrame = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
    this.#handle = this.#element.requestVideoFrameCallback(this.#onFrame);
    if (this.#isOver || this.#isGoingBack || mediaTime <= this.#taken || mediaTime + SLACK < this.#dueTime)
      return;
    const missed = mediaTime + SLACK >= this.#dueTime + 1 / this.#fps;
    if (missed && mediaTime - this.#taken > this.#frameInterval + SLACK) this.#goBack(mediaTime);
    else this.#take(mediaTime);
  };

  /** A hidden page is shown no frames, but its video plays on: it waits until somebody can see it. */
  readonly #onVisibility = (): void => {
    if (isHidden()) {
      this.#wasHidden = true;
      this.#element.pause();
    } else if (!this.#isGoingBack && this.#queue.length < QUEUE) this.#play();
  };

  get #dueTime(): number {
    return this.#due / this.#fps;
  }

  #take(timestamp: number): void {
    this.#queue.push({ timestamp, image: capture(this.#element) });
    this.#taken = timestamp;
    this.#due = Math.max(this.#due + 1, Math.floor((timestamp + SLACK) * this.#fps) + 1);
    if (this.#queue.length >= QUEUE) this.#element.pause();
    this.#wake();
  }

  /** Fetch a frame that the browser did not present, unless the file itself has none there. */
  async #goBack(presented: number): Promise<void> {
    this.#isGoingBack = true;
    this.#element.pause();
    const before = this.#taken;
    let found = before;
    while (found <= before && this.#dueTime < presented) {
      found = (await this.#seek(this.#dueTime + SLACK)) ?? this.#dueTime;
      if (this.#isOver) return;
      if (found <= before) this.#due++;
    }
    this.#isGoingBack = false;
    if (found > before) this.#take(found);
    else {
      // So long a gap needs no second look; the frame behind it will be presented again.
      this.#frameInterval = Math.max(this.#frameInterval, presented - before);
      this.#due = Math.floor((presented + SLACK) * this.#fps);
    }
    if (this.#queue.length < QUEUE) this.#play();
  }

  /** The last frames may have been dropped, too. */
  async #onEnded(): Promise<void> {
    const { duration } = this.#element;
    while (this.#dueTime + SLACK < duration) {
      const before = this.#taken;
      this.#isGoingBack = true;
      const found = await this.#seek(this.#dueTime + SLACK);
      this.#isGoingBack = false;
      if (this.#isOver) return;
      if (found === null || found <= before) break;
      this.#take(found);
    }
    this.#isAtEnd = true;
    this.#wake();
  }

  /**
   * Seek as soon as the page is to be seen, and again if it was hidden meanwhile.
   * @returns the timestamp of the frame that the video then shows, seconds; `null` if it shows no other than before, or all is
   * over
   */
  async #seek(time: number): Promise<number | null> {
    let found: number | null;
    do {
      await this.#visible();
      if (this.#isOver) return null;
      this.#wasHidden = false;
      found = await this.#seekOnce(time);
    } while (found === null && this.#wasHidden);
    return found;
  }

  /** Wait until the page is to be seen, or all is over. */
  async #visible(): Promise<void> {
    while (isHidden() && !this.#isOver) {
      await new Promise<unknown>((resolve) => {
        document.addEventListener('visibilitychange', resolve, {
          once: true,
          signal: this.#listeners.signal,
        });
        this.#listeners.signal.addEventListener('abort', resolve, { once: true });
      });
    }
  }

  #seekOnce(time: number): Promise<number | null> {
    const element = this.#element;
    return new Promise((resolve) => {
      let presented: number | null = null;
      let state: 'asked' | 'seeking' | 'there' = 'asked';
      let timer: ReturnType<typeof setTimeout>;
      const done = () => {
        clearTimeout(timer);
        element.cancelVideoFrameCallback(handle);
        resolve(presented);
      };
      const onFrame = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
        // A frame from before the seek may still come.
        if (state !== 'asked' && mediaTime <= time + SLACK) presented = mediaTime;
        if (presented !== null && state === 'there') done();
        else handle = element.requestVideoFrameCallback(onFrame);
      };
      let handle = element.requestVideoFrameCallback(onFrame);
      const once = { once: true, signal: this.#listeners.signal };
      const onSeeking = () => {
        state = 'seeking';
      };
      const onSeeked = () => {
        state = 'there';
        if (presented !== null) done();
        else timer = setTimeout(done, PRESENT_TIMEOUT_MS);
      };
      element.addEventListener('seeking', onSeeking, once);
      element.addEventListener('seeked', onSeeked, once);
      this.#listeners.signal.addEventListener('abort', done, { once: true });
      element.currentTime = time;
    });
  }

  #play(): void {
    if (this.#isAtEnd || this.#isOver || this.#element.ended || isHidden()) return;
    // A screen presents some 60 frames a second: each wanted one should be on show twice over.
    const seen = 30 / this.#fps;
    const read = this.#readerMs === null ? 1 : 1100 / this.#readerMs / this.#fps;
    this.#element.playbackRate = Math.min(FASTEST_RATE, Math.max(0.25, Math.min(seen, read)));
    this.#element.play().catch(() => this.#wake());
  }

  #measureReader(): void {
    const handedAt = this.#handedAt;
    this.#handedAt = null;
    // How fast a hidden page reads says little.
    if (handedAt === null || isHidden()) return;
    const ms = Math.max(1, performance.now() - handedAt);
    this.#readerMs = this.#readerMs === null ? ms : 0.8 * this.#readerMs + 0.2 * ms;
    if (!this.#element.paused) {
      const rate = 1100 / this.#readerMs / this.#fps;
      this.#element.playbackRate = Math.min(FASTEST_RATE, Math.max(0.25, Math.min(30 / this.#fps, rate)));
    }
  }
}

function isHidden(): boolean {
  return document.visibilityState === 'hidden';
}
