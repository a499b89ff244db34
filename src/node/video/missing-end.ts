/** Containers round, and streams end a bit before or after what they promise, seconds. */
const TOLERANCE = 1;

/**
 * Some demuxers are silent about a missing end, but the container says how long the stream should be.
 * @param promisedEnd when the last frame should end, seconds; `null` where the container doesn't say
 * @param seenEnd when the last frame that was there ends, seconds
 * @returns what is missing, in words that follow the file's name; `null` if nothing is
 */
export function missingEnd(promisedEnd: number | null, seenEnd: number): string | null {
  const missing = (promisedEnd ?? seenEnd) - seenEnd;
  return missing > TOLERANCE ? `breaks off ${missing.toFixed(1)} s before its end` : null;
}

/**
 * FFmpeg counts the "duration" that it notes in Matroska from 0, wherever the file starts.
 * @param end the noted "duration" of the file, seconds
 * @param origin the time at which the file's first stream starts, seconds
 * @returns seconds, in whole microseconds
 */
export function lengthInMatroska(end: number, origin: number): number {
  return Math.round((end - origin) * 1e6) / 1e6;
}

/**
 * When a stream ends, seconds from 0 and not from where it starts: its "duration" as FFmpeg notes it in Matroska.
 * @param text like `00:01:02.500000000`
 */
export function parseMatroskaEnd(text: string | null | undefined): number | null {
  const parts = text?.match(/^(\d+):(\d\d):(\d\d(?:\.\d+)?)/);
  return parts ? Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3]) : null;
}
