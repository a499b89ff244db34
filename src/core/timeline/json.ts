import type { FrameResult } from '../types.js';

// Six decimals: a millionth of a pixel, of a second, of a probability. The rest is float32 noise.
const DECIMALS = 1e6;

/**
 * One result as a line of JSON (no line break inside, none at the end), numbers rounded to six decimals.
 * @see docs/output.md for the layout and its version
 */
export function jsonLine(result: FrameResult): string {
  return JSON.stringify(result, (_key, value: unknown) =>
    typeof value === 'number' ? Math.round(value * DECIMALS) / DECIMALS : value,
  );
}
