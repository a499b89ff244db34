import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CHROMIUM_ARGS, CHROMIUM_PATH } from '../support/chromium.js';
import { ROOT } from '../support/run-cli.js';
import { type StaticServer, serveFolders } from './support/static-server.js';

let browser: Browser;
let folder: string;
let server: StaticServer | undefined;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: CHROMIUM_PATH, args: CHROMIUM_ARGS });
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-examples-'));
});

afterEach(() => server?.close());

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Build an example as its own `npm run build` does, with this checkout in the place of the installed package. */
async function buildExample(name: string): Promise<string> {
  const outDir = join(folder, name);
  await build({
    root: join(ROOT, 'examples', name),
    logLevel: 'error',
    resolve: {
      alias: [{ find: /^affect-detect\/(browser|element)$/, replacement: join(ROOT, 'dist/$1/index.js') }],
    },
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}

/** Open an example; a test fails on anything that it complains of. */
async function open(folders: Record<string, string>): Promise<{ page: Page; problems: string[] }> {
  server = await serveFolders(folders);
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    if (!/^(blob:)?http:\/\/127\.0\.0\.1/.test(request.url())) problems.push(request.url());
  });
  await page.goto(server.url);
  return { page, problems };
}

test('the example in plain HTML reads four faces, without a bundler', async () => {
  const { page, problems } = await open({
    '/node_modules/affect-detect/': `${ROOT}/`,
    '/': join(ROOT, 'examples/plain-html'),
  });
  await expect
    .poll(async () => (await page.locator('#answer').innerText()).split(', ').sort(), { timeout: 40_000 })
    .toEqual(['happy', 'happy', 'neutral', 'neutral']);
  await page.getByRole('img', { name: /^4 faces: / }).waitFor();
  await page.getByRole('button', { name: 'Start camera' }).waitFor();
  expect(problems).toEqual([]);
});

test('the example with Vite lists the faces of a chosen picture', async () => {
  const { page, problems } = await open({ '/': await buildExample('vite') });
  await page.getByLabel('Picture').setInputFiles(join(ROOT, 'samples/group.jpg'));
  const items = page.getByRole('list', { name: 'Faces' }).getByRole('listitem');
  await expect.poll(() => items.count(), { timeout: 40_000 }).toBe(4);
  expect((await items.allInnerTexts())[0]).toMatch(/^happy \(\d+ %\)$/);
  expect(problems).toEqual([]);
});

test('the example with React shows what the element reads, and hands its threshold on', async () => {
  const { page, problems } = await open({ '/': await buildExample('react') });
  await page.getByLabel('Picture or video').setInputFiles(join(ROOT, 'samples/hopper.jpg'));
  const items = page.getByRole('list', { name: 'Faces' }).getByRole('listitem');
  await expect.poll(() => items.allInnerTexts(), { timeout: 40_000 }).toEqual(['neutral']);
  await page.getByRole('slider', { name: 'Threshold' }).fill('1');
  await expect.poll(() => items.allInnerTexts()).toEqual(['uncertain']);
  expect(problems).toEqual([]);
});
