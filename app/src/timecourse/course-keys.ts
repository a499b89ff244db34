import { liveStream } from '../recording/live.js';
import type { Session } from '../recording/session.js';
import {
  chooseMoment,
  cursorTime,
  FOLLOWED_SECONDS,
  limitsOf,
  lookAt,
  pinnedTime,
  shownView,
  view,
  wholeOf,
} from './course-state.js';
import { panView, zoomView } from './time-view.js';

/**
 * Look around by keys: arrows move the chosen moment by a frame (with Ctrl by ten), Shift and arrows pan, + and - zoom,
 * Home and End go to the ends, 0 shows everything.
 * @returns whether the key meant something
 */
export function courseKey(event: KeyboardEvent, shown: Session): boolean {
  const { store } = shown;
  const current = shownView(shown);
  const seconds = current.to - current.from;
  const moment = cursorTime.peek() ?? store.end;
  const pinFrame = (frame: number) => {
    const time = store.time(Math.min(store.length - 1, Math.max(0, frame)));
    if (time < current.from || time > current.to) {
      lookAt(shown, panView(current, time - (current.from + current.to) / 2, limitsOf(shown)));
    }
    chooseMoment(time);
  };
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowRight': {
      const direction = event.key === 'ArrowLeft' ? -1 : 1;
      if (event.shiftKey) lookAt(shown, panView(current, (direction * seconds) / 4, limitsOf(shown)));
      else pinFrame(store.frameAt(moment) + direction * (event.ctrlKey ? 10 : 1));
      return true;
    }
    case '+':
    case '=':
    case '-': {
      const factor = event.key === '-' ? 2 : 0.5;
      const anchor =
        moment >= current.from && moment <= current.to ? moment : (current.from + current.to) / 2;
      lookAt(shown, zoomView(current, factor, anchor, limitsOf(shown)));
      return true;
    }
    case 'Home':
      pinFrame(0);
      return true;
    case 'End':
      pinFrame(store.length - 1);
      pinnedTime.value = null;
      if (liveStream.peek()?.session === shown) view.value = { followedSeconds: seconds };
      return true;
    case '0':
      view.value =
        liveStream.peek()?.session === shown
          ? { followedSeconds: Math.max(FOLLOWED_SECONDS, store.end - store.start) }
          : wholeOf(shown);
      return true;
    default:
      return false;
  }
}
