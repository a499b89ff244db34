import { InvalidArgumentError } from 'commander';

/** Hours and minutes in front, each with a colon; minutes and seconds below 60 where something is in front of them. */
const CLOCK = /^(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d*)?|\.\d+)$/;

/**
 * Read a time as people write it: `90`, `90.5`, `1:30`, `1:02:30.250`.
 * @returns seconds
 * @throws {InvalidArgumentError} if it isn't one
 */
export function parseTime(text: string): number {
  const [match, hours, minutes, seconds] = text.trim().match(CLOCK) ?? [];
  const hasMinutes = minutes !== undefined;
  if (match === undefined || (hasMinutes && Number(seconds) >= 60)) {
    throw new InvalidArgumentError(
      'It must be seconds or [hours:]minutes:seconds, as 90.5, 1:30 or 1:02:30.',
    );
  }
  const time = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds);
  // 1:02:30.25 is 3750.25 and not 3750.2500000000005.
  return Math.round(time * 1e6) / 1e6;
}
