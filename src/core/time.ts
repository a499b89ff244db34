/** Slack for comparing lengths of time, seconds: sums of frame intervals carry rounding errors. */
export const ROUNDING_SECONDS = 1e-6;

/**
 * Check a presentation time.
 * @param previous the time of the call before, `null` for the first
 * @param order whether the same time may come twice
 * @throws {TypeError} if it is no number
 * @throws {RangeError} if it is not finite, or goes backwards
 */
export function assertTimestamp(
  timestamp: number,
  previous: number | null,
  order: 'increasing' | 'not decreasing',
): void {
  if (typeof timestamp !== 'number')
    throw new TypeError(`timestamp must be a number of seconds, got ${timestamp}`);
  if (!Number.isFinite(timestamp)) throw new RangeError(`timestamp must be finite, got ${timestamp}`);
  if (previous === null) return;
  if (order === 'increasing' && timestamp <= previous) {
    throw new RangeError(`timestamp must be later than the one before (${previous}), got ${timestamp}`);
  }
  if (timestamp < previous) {
    throw new RangeError(`timestamp must not be earlier than the one before (${previous}), got ${timestamp}`);
  }
}

/**
 * Check an option that is a length of time in seconds; `Infinity` is allowed.
 * @throws {RangeError} if it is negative or not a number
 */
export function assertDuration(field: string, seconds: number): void {
  if (!(seconds >= 0)) throw new RangeError(`${field} must be at least 0 seconds, got ${seconds}`);
}
