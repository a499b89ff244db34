import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHROMIUM_ARGS, CHROMIUM_PATH } from '../support/chromium.js';
import { runCli } from '../support/run-cli.js';
import { writeRecordingCsv } from '../support/write-recording.js';

const NAME = '<img src="https://example.org/x.png" onerror="document.title=1">.mp4';
let folder: string;
let url: string;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-'));
  await writeRecordingCsv(join(folder, 'a.csv'), { seconds: 90, faces: 2 });
  await writeRecordingCsv(join(folder, 'b.csv'), { seconds: 60, faces: 1, seed: 2, source: NAME });
  const output = join(folder, 'report.html');
  const { code, stderr } = await runCli([
    'report',
    join(folder, 'a.csv'),
    join(folder, 'b.csv'),
    '-o',
    output,
  ]);
  expect(stderr).toContain('2 recordings');
  expect(code).toBe(0);
  url = pathToFileURL(output).href;
  browser = await chromium.launch({ executablePath: CHROMIUM_PATH, args: CHROMIUM_ARGS });
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Open the report without a network, and take note of all that it asks for and complains of. */
async function open(
  options: NonNullable<Parameters<Browser['newPage']>[0]>,
): Promise<{ page: Page; log: string[] }> {
  const page = await browser.newPage({ offline: true, ...options });
  const log: string[] = [];
  page.on('request', (request) => log.push(request.url()));
  page.on('console', (message) => log.push(message.text()));
  page.on('pageerror', (error) => log.push(error.message));
  await page.goto(url);
  return { page, log };
}

test.each([
  ['a desktop', 1280, 'light'],
  ['a phone', 390, 'dark'],
] as const)('the report opens offline on %s, asks for nothing and fits', async (_, width, colorScheme) => {
  const { page, log } = await open({ viewport: { width, height: 800 }, colorScheme });
  expect(log).toEqual([url]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  const [background, text] = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.body);
    return [backgroundColor, color];
  });
  expect(background === 'rgb(255, 255, 255)').toBe(colorScheme === 'light');
  const chart = page.getByRole('img', { name: 'Comparison: proportions', exact: true });
  await chart.scrollIntoViewIfNeeded();
  expect(await chart.isVisible()).toBe(true);
  expect(await chart.evaluate((svg) => getComputedStyle(svg).color)).toBe(text);
  await page.close();
});

test('a file name that is HTML is shown as text', async () => {
  const { page } = await open({});
  expect(await page.getByRole('heading', { name: NAME }).isVisible()).toBe(true);
  expect(await page.locator('img, script').count()).toBe(0);
  expect(await page.title()).toBe('Expressions in 2\u00A0recordings');
  await page.close();
});

test('on paper each recording begins on a page of its own, and nothing is cut off', async () => {
  const { page } = await open({ viewport: { width: 700, height: 900 } });
  await page.emulateMedia({ media: 'print' });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(700);
  const pdf = await page.pdf({ format: 'A4' });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
  expect(pages.length).toBeGreaterThanOrEqual(5);
  await page.close();
});

test('axe finds nothing to complain of', async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await open({ bypassCSP: true, colorScheme });
    await page.addScriptTag({ content: axe });
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const result = await axe.run();
      return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
    });
    expect(violations).toEqual([]);
    await page.close();
  }
});
