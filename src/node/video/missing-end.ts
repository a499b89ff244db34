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

/** @param text a stream's length as FFmpeg and mkvmerge note it in Matroska: `00:01:02.500000000` */
export function parseMatroskaDuration(text: string | null | undefined): number | null {
  const parts = text?.match(/^(\d+):(\d\d):(\d\d(?:\.\d+)?)/);
  return parts ? Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3]) : null;
}
