import { isForPage } from './is-for-page.js';
import { SHORTCUTS } from './shortcuts.js';

/** Let the keys of {@link SHORTCUTS} work on the whole page. */
export function listenForShortcuts(): void {
  document.addEventListener('keydown', (event) => {
    if (!isForPage(event)) return;
    const shortcut = SHORTCUTS.find(({ key }) => key === event.key.toLowerCase());
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run();
  });
}
