import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findBrowser } from './find-program.js';
import { type LiveWindow, type WindowEvents, WindowUnavailableError } from './live-window.js';
import { PictureServer } from './picture-server.js';

/** Longest wait for the window to appear; a slow disk may take its time, milliseconds. */
const PATIENCE_MS = 30_000;

/** Room for the buttons below the picture, pixels. */
const FOOTER_HEIGHT = 42;

/** The page talks to our own process only, so the browser has no need to talk to anybody. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-client-side-phishing-detection',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication',
  '--no-pings',
  // No question for the key ring's password: there is nothing to be kept.
  '--password-store=basic',
  '--use-mock-keychain',
];

/**
 * Open a window of Chromium, Chrome, Edge or Brave without tabs, in a profile of its own that is removed afterwards.
 * @param size of the pictures, pixels
 * @throws {WindowUnavailableError} if there is no such browser, or it doesn't open
 */
export async function openBrowserWindow(
  size: { readonly width: number; readonly height: number },
  { onKey }: WindowEvents,
): Promise<LiveWindow> {
  const browser = await findBrowser();
  if (!browser) throw new WindowUnavailableError('there is no Chromium, Chrome or Edge');
  const server = new PictureServer(onKey);
  const url = await server.listen();
  const profile = await mkdtemp(join(tmpdir(), 'affect-detect-window-'));
  const child = spawn(
    browser,
    [
      `--app=${url}`,
      `--user-data-dir=${profile}`,
      `--window-size=${size.width},${size.height + FOOTER_HEIGHT}`,
      ...QUIET,
      // Chromium refuses to run as root with its sandbox; the only page that it opens is ours. The other switch takes away
      // its warning, which would cover the picture.
      ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
    ],
    // A group of its own, so that Ctrl-C in the terminal ends us first, and we end the browser.
    { stdio: 'ignore', detached: process.platform !== 'win32' },
  );
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const closed = Promise.race([exited, server.closed]);

  let closing: Promise<void> | null = null;
  const cleanUp = async () => {
    await server.close();
    child.kill();
    await exited;
    // The browser's last helpers may still be writing.
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {});
  };
  const close = () => {
    closing ??= cleanUp();
    return closing;
  };

  const isOpen = await firstOf(server.opened, exited, PATIENCE_MS);
  if (!isOpen) {
    await close();
    throw new WindowUnavailableError(`${basename(browser)} opened no window`);
  }
  return {
    hasKeys: true,
    show: async (jpeg) => server.show(jpeg),
    closed,
    close,
  };
}

/** Whether the first promise resolves before the second one and the time. */
async function firstOf(first: Promise<void>, second: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([first.then(() => true), second.then(() => false), time]);
  } finally {
    clearTimeout(timer);
  }
}
