import { isWaiting, recorded, startRecording, stopRecording } from '../sessions/recorder.js';
import { scan, startScan, stopScan } from '../state/scan.js';
import { opening, source, startCamera, startScreen, stop } from '../state/source.js';
import { isHelpOpen } from './help-state.js';

/** A key that works wherever one is on the page, but in a field. */
export interface Shortcut {
  /** As `KeyboardEvent.key` has it, in lower case. */
  readonly key: string;
  readonly does: string;
  run(): void;
}

export const SHORTCUTS: readonly Shortcut[] = [
  {
    key: '?',
    does: 'Show this help',
    run: () => {
      isHelpOpen.value = true;
    },
  },
  {
    key: 'c',
    does: 'Start or stop the camera',
    run: () => (source.peek()?.kind === 'camera' || opening.peek() === 'camera' ? stop() : startCamera()),
  },
  {
    key: 's',
    does: 'Share a screen, a window or a tab, or stop sharing',
    run: () => (source.peek()?.kind === 'screen' ? stop() : startScreen()),
  },
  {
    key: 'o',
    does: 'Open pictures or a video',
    run: () => document.getElementById('open-file')?.click(),
  },
  { key: 'p', does: 'Play or pause the video', run: playOrPause },
  { key: 'a', does: 'Read the whole video, or cancel it', run: scanOrCancel },
  { key: 'r', does: 'Begin or end a recording', run: recordOrStop },
];

function playOrPause(): void {
  const shown = source.peek();
  if (shown?.kind !== 'video' || scan.peek() !== null) return;
  const { element } = shown.video;
  if (element.paused) element.play().catch(() => {});
  else element.pause();
}

function scanOrCancel(): void {
  const shown = source.peek();
  if (scan.peek() !== null) stopScan();
  else if (shown?.kind === 'video' && !shown.isReplay) startScan();
}

function recordOrStop(): void {
  const kind = source.peek()?.kind;
  if (recorded.peek() !== null || isWaiting.peek()) stopRecording();
  else if (kind !== undefined && kind !== 'image') startRecording();
}
