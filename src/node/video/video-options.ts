/** What a caller may set for a video. */
export interface VideoOptions {
  /** Give at most this many frames a second; default: every frame. */
  readonly fps?: number;
  /** Leave out what is before, seconds from the start of the file. Default 0. */
  readonly start?: number;
  /**
   * Leave out what is before this timestamp of a frame, seconds, as `start` does; but sampling by `fps` goes on as if the
   * reading had begun at `start`. For going on with a reading that broke off. Default: `start`.
   */
  readonly resumeAt?: number;
  /** Leave out what is from here on, seconds from the start of the file; default: the end. */
  readonly end?: number;
  /** Give images whose longest side is at most this, pixels; they are never enlarged. Default 1280. */
  readonly maxSide?: number;
  /** How often in a row to connect to a network stream again that was lost. Default 5. */
  readonly reconnects?: number;
  /** Called with a line for people when a network stream was lost. */
  readonly onLost?: (message: string) => void;
  /** Stops the decoder; `frames()` then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Options of a video whose images may be of any form. */
export interface AnyPixelsOptions extends VideoOptions {
  /** `any` for what is made in the least time: most often the planes that the decoder gives. */
  readonly pixels: 'rgb' | 'any';
}

/** The part of the options that a decoder needs, complete. */
export interface FrameSelection {
  /** `null` for every frame. */
  readonly fps: number | null;
  readonly start: number;
  /** Not before `start`. */
  readonly resumeAt: number;
  /** `Infinity` for the end of the file. */
  readonly end: number;
  readonly maxSide: number;
  readonly pixels: 'rgb' | 'any';
}

/**
 * Check the options and fill in the defaults.
 * @throws {RangeError} that names the field, the rule and the value
 */
export function selectFrames(options: VideoOptions & Partial<AnyPixelsOptions> = {}): FrameSelection {
  const { fps = null, start = 0, end = Number.POSITIVE_INFINITY } = options;
  const { maxSide = 1280, pixels = 'rgb' } = options;
  if (fps !== null && !(fps > 0 && fps < Infinity)) throw new RangeError(`fps must be above 0, got ${fps}`);
  if (!(start >= 0 && start < Infinity))
    throw new RangeError(`start must be at least 0 seconds, got ${start}`);
  if (!(end > start)) throw new RangeError(`end must be after start (${start} s), got ${end}`);
  const { resumeAt = start } = options;
  if (!(resumeAt >= start && resumeAt < end)) {
    throw new RangeError(`resumeAt must be from start (${start} s) to before end, got ${resumeAt}`);
  }
  if (!(Number.isInteger(maxSide) && maxSide >= 1)) {
    throw new RangeError(`maxSide must be a whole number of at least 1, got ${maxSide}`);
  }
  return { fps, start, resumeAt, end, maxSide, pixels };
}
