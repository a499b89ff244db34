import { canInstall, install } from '../state/install.js';

/** Installs the page as a program of its own, where the browser offers that. */
export function InstallButton() {
  if (!canInstall()) return null;
  return (
    <button
      type="button"
      class="button button-small"
      title="A window of its own, which also opens without a network"
      onClick={install}
    >
      Install
    </button>
  );
}
