import { effect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Session } from '../recording/session.js';
import { cursorTime } from './course-state.js';

/** As often as numbers can be read, ms. */
const PAUSE_MS = 150;

/**
 * The frame whose values are shown: the one at the chosen moment, or the newest.
 * @returns its index, renewed a few times a second; -1 before there is one
 */
export function useShownFrame(session: Session): number {
  const [frame, setFrame] = useState(-1);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      const time = cursorTime.value;
      session.revision.value;
      const frames = session.frames.value;
      return time === null ? frames - 1 : Math.max(0, session.store.frameAt(time));
    };
    const stop = effect(() => {
      read();
      timer ??= setTimeout(() => {
        timer = undefined;
        setFrame(read());
      }, PAUSE_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [session]);
  return Math.min(frame, session.store.length - 1);
}
