/** Real browsers for the measurements. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const ARGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Without a screen, Chromium would otherwise slow down what it believes nobody looks at.
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
];

/** A folder that lives as long as the measurement. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'affect-detect-benchmark-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Start a browser; with the same profile it finds what it kept before. */
export async function startBrowser(
  executablePath,
  { profile = temporaryFolder(), args = [], ...options } = {},
) {
  return chromium.launchPersistentContext(profile, {
    executablePath,
    args: [...ARGS, ...args],
    viewport: { width: 1360, height: 1000 },
    ...options,
  });
}

export { mean, median, quantile, spread } from '../support/statistics.mjs';
