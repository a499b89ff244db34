import { isField } from '../annotations/marker-keys.js';
import { SHORTCUTS } from './shortcuts.js';

/** Let the keys of {@link SHORTCUTS} work on the whole page. */
export function listenForShortcuts(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    // A dialog covers what the keys would change.
    if (event.defaultPrevented || isField(event.target) || document.querySelector('dialog[open]')) return;
    const shortcut = SHORTCUTS.find(({ key }) => key === event.key.toLowerCase());
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run();
  });
}
