import { scan, stopScan } from '../state/scan.js';
import { opening, source, stop } from '../state/source.js';

/**
 * Escape ends what runs by itself: reading a whole video, the camera, or the sharing of a screen. Where a dialog is open
 * it closes that, and nothing else, however long it is held.
 */
export function listenForEscape(): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.repeat || event.defaultPrevented) return;
    if (document.querySelector('dialog[open]')) return;
    const kind = source.peek()?.kind;
    if (scan.peek() !== null) stopScan();
    else if (kind === 'camera' || kind === 'screen' || opening.peek() === 'camera') stop();
  });
}
