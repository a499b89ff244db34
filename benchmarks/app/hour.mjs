/** The time course with an hour of two faces at 30 Hz, while more frames come: what a long recording costs. */
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { build } from 'vite';
import { listen } from '../../dist/server/index.js';
import { quantile, startBrowser, temporaryFolder } from './browser.mjs';
import { installMeters, resetMeters } from './page-meters.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** A picture of the screen that comes later than this after the last has been dropped, ms: one and a half at 60 Hz. */
const DROPPED_MS = 25;
/** How long each way of looking is watched, ms. */
const WATCH_MS = 10_000;

export async function measureHour({ executablePath }) {
  const root = await buildPage();
  const server = await listen({ port: 0, root });
  const browser = await startBrowser(executablePath);
  const page = await browser.newPage();
  await page.addInitScript(installMeters);
  page.on('pageerror', (error) => console.error(String(error)));
  await page.goto(server.url);
  const filling = await page.evaluate(() => globalThis.filled, undefined);
  const chart = page.getByRole('application', { name: 'Time course' });
  await chart.waitFor();
  await page.locator('section[aria-busy=false]').waitFor({ timeout: 60_000 });
  await page.evaluate(() => globalThis.goOn());
  await page.waitForTimeout(2000);

  const figures = { filling, ways: {} };
  const area = await page.locator('.course-upper .u-over').boundingBox();
  const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  const watch = async (name, act) => {
    await page.evaluate(resetMeters);
    const end = performance.now() + WATCH_MS;
    while (performance.now() < end) {
      if (act) await act();
      await page.waitForTimeout(act ? 30 : 200);
    }
    figures.ways[name] = describe(await page.evaluate(() => globalThis.meters));
    console.log(line(name, figures.ways[name]));
  };
  console.log(
    `\n${filling.frames} frames of two faces, taken in at ${(1000 * filling.msPerFrame).toFixed(0)} µs a frame`,
  );
  console.log(
    `${''.padEnd(34)} chart drawn / s   ms of work a picture: median, 99th, most   pictures dropped   long tasks`,
  );
  await watch('follows the last 30 s');
  await page.getByRole('button', { name: 'Show all' }).click();
  await watch('shows all of it');
  await chart.focus();
  await page.mouse.move(middle.x, middle.y);
  let step = 0;
  await watch('zooms in and out by the wheel', () => page.mouse.wheel(0, step++ % 60 < 30 ? -120 : 120));
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await watch('pans by keys', () => page.keyboard.press(step++ % 100 < 50 ? 'ArrowLeft' : 'ArrowRight'));
  await page.getByLabel('Face in the time course').selectOption('all');
  await page.getByRole('button', { name: 'Show all' }).click();
  await watch('shows all of all faces');
  await page.getByLabel('Face in the time course').selectOption('auto');
  await page.evaluate(resetMeters);
  figures.summaryMs = await page.evaluate(() => globalThis.timeSummary());
  figures.summary = describe(await page.evaluate(() => globalThis.meters));
  console.log(
    `another threshold: the summary is made anew in ${(figures.summaryMs / 1000).toFixed(1)} s, ${figures.summary.dropped} pictures dropped meanwhile, longest tasks ${figures.summary.longTasks.join(', ') || 'under 50'} ms`,
  );
  await browser.close();
  await server.close();
  return figures;
}

function describe({ chartDraws, screenDraws, frameWork, longTasks }) {
  const gaps = screenDraws.slice(1).map((time, i) => time - screenDraws[i]);
  const seconds = (screenDraws.at(-1) - screenDraws[0]) / 1000;
  return {
    chartDrawsPerSecond: chartDraws.length / seconds,
    workMs: {
      median: quantile(frameWork, 0.5),
      p99: quantile(frameWork, 0.99),
      most: Math.max(...frameWork),
    },
    pictures: screenDraws.length,
    dropped: gaps.filter((gap) => gap > DROPPED_MS).length,
    longTasks: longTasks.map(([, ms]) => ms),
  };
}

function line(name, { chartDrawsPerSecond, workMs, pictures, dropped, longTasks }) {
  const work = `${workMs.median.toFixed(1)}, ${workMs.p99.toFixed(1)}, ${workMs.most.toFixed(1)}`;
  return `${name.padEnd(34)} ${chartDrawsPerSecond.toFixed(1).padStart(15)}   ${work.padStart(40)}   ${`${dropped} of ${pictures}`.padStart(16)}   ${longTasks.length > 0 ? `${longTasks.length}, longest ${Math.max(...longTasks)} ms` : 0}`;
}

/** Build a page that shows the app's own dashboard, fed by numbers in place of a camera. */
async function buildPage() {
  const outDir = temporaryFolder();
  await build({
    configFile: false,
    root: at('./hour'),
    base: './',
    logLevel: 'error',
    plugins: [preact({ prefreshEnabled: false, devToolsEnabled: false, prerender: { enabled: false } })],
    resolve: {
      alias: [
        { find: /^affect-detect\/(browser|formats|report)$/, replacement: at('../../dist/$1/index.js') },
        { find: /^affect-detect$/, replacement: at('../../dist/core/index.js') },
      ],
    },
    define: { __VERSION__: '""' },
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
  return outDir;
}
