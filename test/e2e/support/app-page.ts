import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { listen, type RunningServer, type ServedModels } from '../../../src/server/index.js';
import { CHROMIUM_ARGS, CHROMIUM_PATH } from '../../support/chromium.js';

/** The web app in a real browser, served by the real server. */
export interface AppPage {
  readonly page: Page;
  readonly url: string;
  /** Addresses outside our server that the page, or a worker of it, asked for. */
  readonly foreignRequests: readonly string[];
  /** Errors on the console, violations of the content security policy among them. */
  readonly problems: readonly string[];
  /** Take the server away, and leave the browser open. */
  stopServer(): Promise<void>;
  close(): Promise<void>;
}

export interface AppPageOptions extends BrowserContextOptions {
  /** More arguments for Chromium. */
  readonly args?: readonly string[];
  /** Runs in the page before anything else. */
  readonly initScript?: () => void;
  /** Models that the server gives out beside the app's own. */
  readonly models?: ServedModels;
  /** Files that the server gives out beside the app. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folder of the app; default: the one that was built. */
  readonly root?: string;
}

/** What must come may take so long on a busy machine, ms; a test has twice that. */
export const PATIENCE_MS = 60_000;

const BUILT_APP = new URL('../../../dist/app/', import.meta.url);

/** Serve the app on a free port and start a browser; the page is still blank. */
export async function openAppPage({
  args = [],
  initScript,
  models,
  files,
  root = decodeURIComponent(BUILT_APP.pathname),
  ...context
}: AppPageOptions = {}): Promise<AppPage> {
  const server = await listen({ port: 0, root, models, files });
  const browser = await chromium.launch({ executablePath: CHROMIUM_PATH, args: [...CHROMIUM_ARGS, ...args] });
  const page = await (await browser.newContext(context)).newPage();
  page.context().setDefaultTimeout(PATIENCE_MS);
  return watch(server, browser, page, initScript);
}

async function watch(
  server: RunningServer,
  browser: Browser,
  page: Page,
  initScript?: () => void,
): Promise<AppPage> {
  const foreignRequests: string[] = [];
  const problems: string[] = [];
  page.context().on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !url.startsWith(`blob:${server.url}`)) foreignRequests.push(url);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  if (initScript) await page.addInitScript(initScript);
  return {
    page,
    url: server.url,
    foreignRequests,
    problems,
    stopServer: () => server.close(),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
