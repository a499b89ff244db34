import type { FrameStore } from './frame-store.js';
import { Pacer } from './pacer.js';

/** Faces between two looks at the clock. */
const ROWS_AT_ONCE = 4096;

/**
 * Name all expressions of a store anew, as a threshold wants it, while the page does what else there is to do.
 * @returns whether all were named; `false` if it was aborted, with some named by the old threshold
 */
export async function decideAll(
  store: FrameStore,
  threshold: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const pacer = new Pacer();
  for (let row = 0; row < store.rows; row += ROWS_AT_ONCE) {
    if (signal?.aborted) return false;
    store.decide(threshold, row, row + ROWS_AT_ONCE);
    await pacer.rest();
  }
  return !signal?.aborted;
}
