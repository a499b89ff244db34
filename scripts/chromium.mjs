// Find Chromium for the browser tests, or install Debian's where that is possible.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installDebianPackages } from './debian-packages.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Path of a Chromium or Chrome: CHROME_PATH, one on the PATH or in its usual place, or one freshly installed by apt.
 * @returns {string} ends the process with one line of advice where there is none
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.platform === 'linux') {
    installDebianPackages(['chromium']);
    const installed = findChromium();
    if (installed) return installed;
  }
  console.error(
    'affect-detect: the browser tests need Chromium or Chrome: install it (apt-get install chromium, brew install --cask chromium) or set CHROME_PATH to it',
  );
  process.exit(1);
}

function findChromium() {
  const { CHROME_PATH, PATH = '' } = process.env;
  if (CHROME_PATH) {
    if (existsSync(CHROME_PATH)) return CHROME_PATH;
    console.error(`affect-detect: CHROME_PATH is ${CHROME_PATH}, which doesn't exist`);
    process.exit(1);
  }
  const onPath = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...PLACES].find((path) => existsSync(path));
}
