import { type FrameResult, isWithin } from 'affect-detect';
import type { Session } from '../recording/session.js';

/** A frame that counts, and its number in the session. */
export interface KeptFrame {
  readonly index: number;
  readonly result: FrameResult;
}

/** So long the page may be kept from its other work, ms. */
const SLICE_MS = 12;

/** The frames of a session, without the excluded ones; now and then it lets the page do something else. */
export async function* keptFrames({ store, info }: Session): AsyncGenerator<KeptFrame> {
  const { excluded } = info.peek();
  let start = performance.now();
  for (let index = 0; index < store.length; index++) {
    if (!isWithin(excluded, store.time(index))) yield { index, result: store.frame(index) };
    if (performance.now() - start < SLICE_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    start = performance.now();
  }
}
