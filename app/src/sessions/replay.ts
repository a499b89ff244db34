import { effect } from '@preact/signals';
import { session } from '../recording/live.js';
import { showStill } from '../state/reading.js';
import { notice } from '../state/source.js';
import { pinnedTime, wantedTime } from '../timecourse/course-state.js';

/** A frame stands for no longer than this, seconds; as in the core's Timeline. */
const LONGEST_HOLD = 1;

/**
 * Play a video beside the session that was read from it: what was read is shown over the picture, the chart's cursor
 * goes with the video, and the video goes to the moment that is chosen in the chart.
 */
export async function replay(element: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  const shown = session.peek();
  if (shown === null) return;
  const { width, height, name } = shown.store.source;
  if (width > 0 && (element.videoWidth !== width || element.videoHeight !== height)) {
    notice.value = `This video is ${element.videoWidth} × ${element.videoHeight}; the session was read from one of ${width} × ${height}${name ? ` (${name})` : ''}.`;
  }
  const show = () => {
    const time = element.currentTime;
    pinnedTime.value = time;
    const frame = shown.store.frameAt(time + 1e-3);
    const isSeen = frame >= 0 && time - shown.store.time(frame) <= LONGEST_HOLD;
    const read = isSeen ? shown.store.frame(frame) : { ...shown.store.frame(0), timestamp: time, faces: [] };
    showStill({ ...read, width: element.videoWidth, height: element.videoHeight });
  };
  const onFrame = () => {
    if (signal.aborted || session.peek() !== shown) return;
    show();
    element.requestVideoFrameCallback(onFrame);
  };
  element.requestVideoFrameCallback(onFrame);
  for (const event of ['seeked', 'pause']) element.addEventListener(event, show, { signal });
  const ignored = wantedTime.peek();
  const stop = effect(() => {
    const wanted = wantedTime.value;
    if (wanted !== null && wanted !== ignored) element.currentTime = wanted.time;
  });
  signal.addEventListener('abort', stop, { once: true });
  show();
}
