import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { exportApp } from '../../src/server/index.js';
import { type AppPage, openAppPage } from './support/app-page.js';

const APP = fileURLToPath(new URL('../../dist/app/', import.meta.url));

let app: AppPage | undefined;

afterEach(async () => {
  await app?.close();
  app = undefined;
});

const faces = (page: AppPage['page']) =>
  page.getByRole('radiogroup', { name: 'Face whose bars' }).locator('label').allInnerTexts();

/** Names of all caches, and addresses of all that is kept. */
const keptIn = (page: AppPage['page']) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return { names, paths: requests.flat().map(({ url }) => new URL(url).pathname) };
  });

describe('after the first visit', () => {
  it('the page opens and reads its samples without server and network', async () => {
    app = await openAppPage();
    const { page } = app;
    await page.goto(app.url);
    await page.getByTestId('offline').waitFor();

    const { names, paths } = await keptIn(page);
    expect(names).toEqual([expect.stringMatching(/^affect-detect-[0-9a-f]{12}-wasm$/)]);
    expect(paths.filter((path) => path.endsWith('.wasm'))).toEqual([
      expect.stringMatching(/^\/assets\/ort-wasm-simd-threaded-[^.]+\.wasm$/),
    ]);
    expect(paths.filter((path) => path.endsWith('.onnx'))).toHaveLength(2);

    await page.context().setOffline(true);
    await app.stopServer();
    await page.reload();
    await expect.poll(async () => (await faces(page)).length, { timeout: 40_000 }).toBe(4);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.getByTestId('offline').waitFor();
    await page.getByRole('button', { name: 'Clip, 30 s' }).click();
    await expect.poll(async () => (await faces(page)).join()).toMatch(/Face 1\s+Happy/);
    await page.getByRole('slider', { name: 'Position' }).fill('13');
    await expect.poll(async () => (await faces(page)).length).toBe(2);
    await page.goto(`${app.url}?sample=hopper`);
    await expect
      .poll(async () => (await faces(page)).join(), { timeout: 40_000 })
      .toMatch(/Face 1\s+Neutral/);
    expect(app.foreignRequests).toEqual([]);
  });

  it('a new version on a server of files is seen at once, and takes the place of what was kept', async () => {
    const root = await mkdtemp(join(tmpdir(), 'affect-detect-app-'));
    try {
      await exportApp(root, APP);
      app = await openAppPage({ root });
      const { page } = app;
      await page.goto(app.url);
      await page.getByTestId('offline').waitFor();
      const before = (await keptIn(page)).names;

      const worker = await readFile(join(root, 'service-worker.js'), 'utf8');
      const version = /"version":"([0-9a-f]+)"/.exec(worker)![1];
      await writeFile(join(root, 'service-worker.js'), worker.replace(version, 'feedfacecafe'));
      const html = await readFile(join(root, 'index.html'), 'utf8');
      await writeFile(join(root, 'index.html'), html.replace('<title>', '<title>New '));
      await page.reload();
      expect(await page.title()).toBe('New affect-detect');

      // The new worker waits until no page of the old version is left.
      await page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        await registration.update();
        while (registration.waiting === null) await new Promise((resolve) => setTimeout(resolve, 50));
      });
      const next = await page.context().newPage();
      await page.close();
      // When the browser lets go of the old one is its own affair.
      const keptAfterVisit = async () => {
        await next.goto('about:blank');
        await next.waitForTimeout(500);
        await next.goto(app!.url);
        await next.getByTestId('offline').waitFor();
        return (await keptIn(next)).names;
      };
      await expect.poll(keptAfterVisit, { timeout: 60_000 }).toEqual(['affect-detect-feedfacecafe-wasm']);
      expect(before).toEqual([`affect-detect-${version}-wasm`]);
      await app.stopServer();
      await next.reload();
      expect(await next.title()).toBe('New affect-detect');
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

describe('the page as an app', () => {
  it('can be installed: manifest and icons are there, with their types', async () => {
    app = await openAppPage();
    const { page, url } = app;
    await page.goto(url);
    const href = await page.locator('link[rel=manifest]').getAttribute('href');
    const response = await page.request.get(new URL(href!, url).href);
    expect(response.headers()['content-type']).toBe('application/manifest+json');
    const manifest = (await response.json()) as { icons: { src: string; sizes: string; type: string }[] };
    for (const { src, sizes, type } of manifest.icons) {
      const icon = await page.request.get(new URL(src, url).href);
      expect(icon.headers()['content-type']).toContain(type);
      if (type !== 'image/png') continue;
      const body = await icon.body();
      expect(`${body.readUInt32BE(16)}x${body.readUInt32BE(20)}`).toBe(sizes);
    }
    const session = await page.context().newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // What Chromium refuses in private windows, which tests are, it allows otherwise.
    expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
    const worker = await page.request.get(`${url}service-worker.js`);
    expect(worker.headers()['cache-control']).toBe('no-cache');
    expect(worker.headers()['content-type']).toContain('text/javascript');
    expect(app.problems).toEqual([]);
  });
});
