import { type FrameResult, isWithin } from 'affect-detect';
import { Pacer } from '../recording/pacer.js';
import type { Session } from '../recording/session.js';

/** A frame that counts, and its number in the session. */
export interface KeptFrame {
  readonly index: number;
  readonly result: FrameResult;
}

/** The frames of a session, without the excluded ones; now and then it lets the page do something else. */
export async function* keptFrames({ store, info }: Session): AsyncGenerator<KeptFrame> {
  const { excluded } = info.peek();
  const pacer = new Pacer();
  for (let index = 0; index < store.length; index++) {
    if (!isWithin(excluded, store.time(index))) yield { index, result: store.frame(index) };
    await pacer.rest();
  }
}
