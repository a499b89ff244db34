import { TruncatedMediaError, UnsupportedMediaError } from '../core/errors.js';
import { isTurned, tellsOrientation } from './video-frame-reader.js';

/** One moment of a video, as a picture that can go to a worker. */
export interface StreamFrame {
  readonly image: ImageBitmap | VideoFrame;
  /** Presentation time, seconds. */
  readonly timestamp: number;
  /** Size of the source as shown, pixels; default: the image's own. */
  readonly width?: number;
  readonly height?: number;
}

export interface FramesOptions {
  /** Ends the frames quietly when aborted. */
  readonly signal?: AbortSignal;
}

/** A video that plays in an element, and whose frames can be read as they are shown. */
export interface VideoSource {
  readonly element: HTMLVideoElement;
  /** The frames from now on; see videoFrames. */
  frames(options?: FramesOptions): AsyncGenerator<StreamFrame>;
  /** Stop, and free what the source holds. A second call does nothing. */
  dispose(): void;
}

/** A video file, decoded by the browser. */
export interface Video extends VideoSource {
  /** Size as shown, pixels. */
  readonly width: number;
  readonly height: number;
  /** Length in seconds, `null` where the file doesn't say. */
  readonly duration: number | null;
}

/**
 * Open a video file; it is paused at its start.
 * @param source the file, or its URL
 * @throws {UnsupportedMediaError} if the browser can't decode it, or it holds no picture
 */
export async function openVideo(source: Blob | string | URL): Promise<Video> {
  const name = source instanceof File ? source.name : source instanceof Blob ? 'the video' : String(source);
  const url = source instanceof Blob ? URL.createObjectURL(source) : String(source);
  const element = document.createElement('video');
  element.muted = true;
  element.playsInline = true;
  element.preload = 'auto';
  let disposed = false;
  const dispose = () => {
    if (disposed) return;
    disposed = true;
    element.pause();
    element.removeAttribute('src');
    element.load();
    if (source instanceof Blob) URL.revokeObjectURL(url);
  };
  try {
    element.src = url;
    await firstPicture(element);
  } catch (cause) {
    dispose();
    throw new UnsupportedMediaError(`${name} can't be decoded by this browser`, { cause });
  }
  if (element.videoWidth === 0) {
    dispose();
    throw new UnsupportedMediaError(`${name} holds no video stream`);
  }
  return {
    element,
    width: element.videoWidth,
    height: element.videoHeight,
    duration: Number.isFinite(element.duration) ? element.duration : null,
    frames: (options) => videoFrames(element, options),
    dispose,
  };
}

function firstPicture(element: HTMLVideoElement): Promise<void> {
  return new Promise((resolve, reject) => {
    element.addEventListener('loadeddata', () => resolve(), { once: true });
    element.addEventListener('error', () => reject(new Error(element.error?.message || 'unknown format')), {
      once: true,
    });
  });
}

/**
 * The frames of a video element as it shows them, with their true timestamps. While a frame is being worked on, the
 * video goes on, and the next frame given is the newest: a slow consumer skips frames and never falls behind.
 *
 * Ends where the video ends, loses its source, is sought backwards (time in a stream only grows), or the signal is
 * aborted. A paused video gives the frame that it shows, then waits.
 * @throws {TruncatedMediaError} after the last good frame, if the video breaks off or is damaged
 */
export async function* videoFrames(
  element: HTMLVideoElement,
  { signal }: FramesOptions = {},
): AsyncGenerator<StreamFrame> {
  const presented = new PresentedFrames(element, signal);
  try {
    for (;;) {
      const timestamp = await presented.next();
      if (timestamp === null) return;
      yield {
        image: await capture(element),
        timestamp,
        width: element.videoWidth,
        height: element.videoHeight,
      };
    }
  } finally {
    presented.stop();
  }
}

/** @returns why an element that has an `error` gives no more frames */
export function mediaFailure({ error, currentTime }: HTMLVideoElement): UnsupportedMediaError {
  const cause = new Error(error?.message || 'no reason given');
  if (error?.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED) {
    return new UnsupportedMediaError("the video can't be decoded by this browser", { cause });
  }
  const reason = error?.code === MediaError.MEDIA_ERR_NETWORK ? 'broke off' : 'is damaged';
  return new TruncatedMediaError(`the video ${reason} near ${currentTime.toFixed(1)} s`, { cause });
}

/**
 * The picture that an element shows now: without a copy, except for that of a file which is stored turned, or of which the
 * browser doesn't say so; a bitmap is sure to be upright.
 */
export async function capture(element: HTMLVideoElement): Promise<ImageBitmap | VideoFrame> {
  if ('VideoFrame' in globalThis && (element.srcObject || tellsOrientation())) {
    const frame = new VideoFrame(element);
    if (element.srcObject || !isTurned(frame)) return frame;
    frame.close();
  }
  return createImageBitmap(element);
}

/** Remembers the newest frame that an element has shown. */
class PresentedFrames {
  readonly #element: HTMLVideoElement;
  readonly #listeners = new AbortController();
  #handle: number;
  #newest: number | null = null;
  #given = Number.NEGATIVE_INFINITY;
  #ended = false;
  #failure: Error | null = null;
  #wasSought = false;
  #wake = () => {};

  constructor(element: HTMLVideoElement, signal?: AbortSignal) {
    this.#element = element;
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    for (const event of ['ended', 'emptied']) {
      element.addEventListener(event, end, { signal: this.#listeners.signal });
    }
    const fail = () => {
      // What fails after the end is no news.
      if (!this.#ended) this.#failure = mediaFailure(element);
      end();
    };
    element.addEventListener('error', fail, { signal: this.#listeners.signal });
    const abort = () => {
      this.#failure = null;
      end();
    };
    signal?.addEventListener('abort', abort, { signal: this.#listeners.signal });
    const seek = () => {
      this.#wasSought = true;
    };
    element.addEventListener('seeking', seek, { signal: this.#listeners.signal });
    if (signal?.aborted || element.ended) this.#ended = true;
    else if (element.error) fail();
    // The frame on show was presented before anyone asked.
    if (element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !element.srcObject)
      this.#newest = element.currentTime;
    this.#handle = element.requestVideoFrameCallback(this.#onFrame);
  }

  readonly #onFrame = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
    this.#newest = mediaTime;
    // In Firefox a frame's own time may lie before the element's, from which the first was taken.
    if (mediaTime < this.#given && this.#wasSought) this.#ended = true;
    this.#handle = this.#element.requestVideoFrameCallback(this.#onFrame);
    this.#wake();
  };

  /** @returns the timestamp of the frame on show, as soon as it is another than the last; `null` at the end */
  async next(): Promise<number | null> {
    while (!this.#ended && (this.#newest === null || this.#newest <= this.#given)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure !== null) throw this.#failure;
    if (this.#ended || this.#newest === null) return null;
    this.#given = this.#newest;
    return this.#given;
  }

  stop(): void {
    this.#listeners.abort();
    this.#element.cancelVideoFrameCallback(this.#handle);
  }
}
