/** What a caller may set for a video. */
export interface VideoOptions {
  /** Give at most this many frames a second; default: every frame. */
  readonly fps?: number;
  /** Leave out what is before, seconds from the start of the file. Default 0. */
  readonly start?: number;
  /** Leave out what is from here on, seconds from the start of the file; default: the end. */
  readonly end?: number;
  /** Give images whose longest side is at most this, pixels; they are never enlarged. Default 1280. */
  readonly maxSide?: number;
  /** Stops the decoder; `frames()` then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The part of the options that a decoder needs, complete. */
export interface FrameSelection {
  /** `null` for every frame. */
  readonly fps: number | null;
  readonly start: number;
  /** `Infinity` for the end of the file. */
  readonly end: number;
  readonly maxSide: number;
}

/**
 * Check the options and fill in the defaults.
 * @throws {RangeError} that names the field, the rule and the value
 */
export function selectFrames(options: VideoOptions = {}): FrameSelection {
  const { fps = null, start = 0, end = Number.POSITIVE_INFINITY, maxSide = 1280 } = options;
  if (fps !== null && !(fps > 0 && fps < Infinity)) throw new RangeError(`fps must be above 0, got ${fps}`);
  if (!(start >= 0 && start < Infinity))
    throw new RangeError(`start must be at least 0 seconds, got ${start}`);
  if (!(end > start)) throw new RangeError(`end must be after start (${start} s), got ${end}`);
  if (!(Number.isInteger(maxSide) && maxSide >= 1)) {
    throw new RangeError(`maxSide must be a whole number of at least 1, got ${maxSide}`);
  }
  return { fps, start, end, maxSide };
}
