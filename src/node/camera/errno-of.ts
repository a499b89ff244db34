import { constants } from 'node:os';

const { ENOENT, ENODEV, EBUSY, EACCES, EPERM, EIO } = constants.errno;

/** The system's words for what can be wrong with a camera, as FFmpeg repeats them. */
const WORDS: readonly (readonly [RegExp, number])[] = [
  [/no such file|could not find video device|video device not found/i, ENOENT],
  [/no such device/i, ENODEV],
  [/device or resource busy|resource busy|already in use/i, EBUSY],
  [/permission denied|not authorized/i, EACCES],
  [/operation not permitted/i, EPERM],
  [/input\/output error|i\/o error/i, EIO],
];

/**
 * The number of the error that a line of FFmpeg's is about.
 * @returns 0 where it says nothing of the kind
 */
export function errnoOf(line: string): number {
  return WORDS.find(([words]) => words.test(line))?.[1] ?? 0;
}
