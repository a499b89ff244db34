/** Where Chromium is; `npm test` finds or installs it (scripts/chromium.mjs). */
export const CHROMIUM_PATH = process.env.CHROME_PATH ?? '/usr/bin/chromium';

/** For a run without a screen, as root, that talks to nobody. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  // Without a screen, Chromium would otherwise slow down what it believes nobody looks at.
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
];
