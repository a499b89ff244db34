import { isForPage } from '../keyboard/is-for-page.js';
import { session } from '../recording/live.js';
import { addMarker, toggleExclusion } from './annotate.js';

/** M and the digits 1 to 9 set a marker, X begins and ends an excluded range; wherever one is, but in a field. */
export function listenForMarkerKeys(): void {
  document.addEventListener('keydown', (event) => {
    const shown = session.peek();
    if (shown === null || !isForPage(event)) return;
    const key = event.key.toLowerCase();
    if (/^[1-9]$/.test(key)) addMarker(shown, key);
    else if (key === 'm') addMarker(shown, `Marker ${shown.info.peek().markers.length + 1}`);
    else if (key === 'x') toggleExclusion(shown);
  });
}
