import { opening, source, startScreen, stop } from '../state/source.js';

/** Share a screen, a window or a tab with the page, where the browser can. */
export function ScreenControls() {
  if (!navigator.mediaDevices?.getDisplayMedia) return null;
  const isOn = source.value?.kind === 'screen';
  return isOn ? (
    <button type="button" class="button button-live" aria-keyshortcuts="Escape" onClick={stop}>
      <span class="live-dot" aria-hidden="true" />
      Stop sharing <kbd>Esc</kbd>
    </button>
  ) : (
    <button
      type="button"
      class="button"
      disabled={opening.value === 'screen'}
      title="A screen, a window or a tab, as in a video call; it stays in this page"
      onClick={() => startScreen()}
    >
      <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
        <path d="M2.5 4h15v9.5h-15zM7 17h6M10 13.5V17" class="stroke" />
      </svg>
      Screen
    </button>
  );
}
