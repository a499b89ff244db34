import { session } from '../recording/live.js';
import { addMarker, toggleExclusion } from './annotate.js';

/** M and the digits 1 to 9 set a marker, X begins and ends an excluded range; wherever one is, but in a field. */
export function listenForMarkerKeys(): void {
  document.addEventListener('keydown', (event) => {
    const shown = session.peek();
    if (shown === null || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.defaultPrevented || isField(event.target)) return;
    const key = event.key.toLowerCase();
    if (/^[1-9]$/.test(key)) addMarker(shown, key);
    else if (key === 'm') addMarker(shown, `Marker ${shown.info.peek().markers.length + 1}`);
    else if (key === 'x') toggleExclusion(shown);
  });
}

/** Whether a key press belongs to what it is pressed in. */
export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input:not([type=range], [type=checkbox], [type=radio]), select, textarea, dialog') !==
      null
  );
}
