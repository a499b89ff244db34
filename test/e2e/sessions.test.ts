import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listen, type RunningServer } from '../../src/server/index.js';
import { CHROMIUM_ARGS, CHROMIUM_PATH } from '../support/chromium.js';
import { PATIENCE_MS } from './support/app-page.js';
import { accessibilityProblemsInAllLooks } from './support/axe.js';
import { exportAs } from './support/downloads.js';
import { type FakeCamera, fakeCamera } from './support/fake-camera.js';

const BUILT_APP = decodeURIComponent(new URL('../../dist/app/', import.meta.url).pathname);

let server: RunningServer;
let camera: FakeCamera;
let profile: string;
let context: BrowserContext;
let page: Page;
let problems: string[];

beforeAll(async () => {
  // One address for all starts of the browser: what it keeps belongs to that.
  server = await listen({ port: 0, root: BUILT_APP });
  camera = await fakeCamera('collins.jpg');
});

afterAll(async () => {
  await server?.close();
  camera?.dispose();
});

beforeEach(async () => {
  profile = mkdtempSync(join(tmpdir(), 'affect-detect-profile-'));
  problems = [];
  await startBrowser();
});

afterEach(async () => {
  await context.close();
  rmSync(profile, { recursive: true, maxRetries: 5 });
  expect(problems).toEqual([]);
});

/** Start a browser with the profile of this test, and open the page. */
async function startBrowser(): Promise<void> {
  context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM_PATH,
    args: [...CHROMIUM_ARGS, ...camera.args],
    viewport: { width: 1280, height: 1000 },
    acceptDownloads: true,
  });
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !url.startsWith(`blob:${server.url}`)) problems.push(url);
  });
  context.setDefaultTimeout(PATIENCE_MS);
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(server.url);
}

/** Record the camera for some seconds of its own clock. */
async function record(seconds: number): Promise<void> {
  if ((await page.getByRole('button', { name: 'Start camera' }).count()) > 0) {
    await page.getByRole('button', { name: 'Start camera' }).click();
    await page.getByRole('application', { name: 'Time course' }).waitFor();
  }
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await expect.poll(state).toBe('Recording');
  await expect.poll(courseSeconds, { timeout: 30_000 }).toBeGreaterThan(seconds);
}

const state = async () => (await page.getByTestId('session-state').innerText()).trim();

async function courseSeconds(): Promise<number> {
  const [minutes, seconds] = (await page.getByTestId('course-time').innerText()).split(':');
  return 60 * Number(minutes) + Number(seconds);
}

/** The summary follows what is shown a moment later. */
const happyShare = () => page.locator('tr[data-state=happy] [data-column=share]').innerText();

async function openDrawer(): Promise<void> {
  await page.getByRole('button', { name: /^Sessions/ }).click();
  await page.getByRole('dialog').waitFor();
}

/** Load the page again and open the only session that is kept. */
async function openAnew(): Promise<void> {
  await page.reload();
  await openDrawer();
  await page
    .locator('.session-item')
    .getByRole('button', { name: /^Open / })
    .click();
}

const names = () =>
  page
    .locator('.session-item input[aria-label=Name]')
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));

describe('a recording', () => {
  it('is kept, with its name and markers, and can be reopened', async () => {
    await record(2);
    await page.keyboard.press('m');
    await page.keyboard.press('7');
    // With a dialog open, keys are the dialog's.
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Start or stop the camera').click();
    await page.keyboard.press('m');
    await page.keyboard.press('Escape');
    await page.getByLabel('Name of the session').fill('Person 1');
    await page.getByLabel('Name of the session').blur();
    await page.getByRole('button', { name: 'Stop recording' }).click();
    await page.getByText('Person 1 was kept in this browser.').waitFor();
    await page.keyboard.press('Escape');

    await page.reload();
    await openDrawer();
    await expect.poll(names).toEqual(['Person 1']);
    expect(await accessibilityProblemsInAllLooks(page)).toEqual([]);
    await page.getByRole('button', { name: 'Open Person 1' }).click();
    await expect.poll(state).toMatch(/^Kept in this browser, [2-9]\.\d\d s$/);
    await page.getByText('Markers and ranges').click();
    const labels = page.locator('.annotation-list input');
    await expect
      .poll(() => labels.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value)))
      .toEqual(['Marker 1', '7']);
    await expect.poll(happyShare).toBe('100.0 %');
  });

  it('survives a browser that is killed in the middle of it', async () => {
    await record(4);
    const seen = await courseSeconds();
    // Killed, not closed: nothing in the page can say goodbye.
    const session = await context.newCDPSession(page);
    session.send('Page.crash').catch(() => {});
    await page.waitForEvent('crash');
    await context.close();
    await startBrowser();
    await page.getByText('A recording was cut off.').waitFor();
    await page.locator('.banner').getByRole('button', { name: 'Open' }).click();
    await expect.poll(state).toMatch(/^Kept in this browser/);
    const kept = Number(/[\d.]+/.exec((await state()).split(',')[1])![0]);
    expect(kept).toBeGreaterThan(seen - 1);
    await expect.poll(happyShare).toBe('100.0 %');
    await page.reload();
    await page.getByRole('button', { name: 'Sessions 1' }).waitFor();
    expect(await page.getByText('A recording was cut off.').count()).toBe(0);
  });

  it('ends with its stream, by Escape', async () => {
    await record(1);
    await page.keyboard.press('Escape');
    await expect.poll(state).toMatch(/^Kept in this browser/);
  });

  it('can also be kept from the beginning of a stream that runs already, with what comes', async () => {
    await page.getByRole('button', { name: 'Start camera' }).click();
    await page.getByRole('application', { name: 'Time course' }).waitFor();
    await expect.poll(courseSeconds, { timeout: 30_000 }).toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect.poll(state).toBe('Recording');
    await expect.poll(courseSeconds, { timeout: 30_000 }).toBeGreaterThan(4);
    await page.keyboard.press('Escape');
    await expect.poll(state).toMatch(/^Kept in this browser/);
    const kept = await state();
    await openAnew();
    await expect.poll(state).toBe(kept);
    expect(Number(/[\d.]+/.exec(kept)![0])).toBeGreaterThan(4);
  });

  it('that is deleted and kept again is what it was', async () => {
    await record(2);
    await page.keyboard.press('Escape');
    await expect.poll(state).toMatch(/^Kept/);
    const kept = await state();
    await openDrawer();
    await page.getByRole('button', { name: /^Delete / }).click();
    await page.getByRole('button', { name: 'Close' }).click();
    await expect.poll(state).toBe('Not kept');
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect.poll(state).toBe(kept);
    await expect.poll(() => page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    await openAnew();
    await expect.poll(state).toBe(kept);
  });

  it('is renamed, grouped, deleted, and brought back', async () => {
    await record(1);
    await page.keyboard.press('Escape');
    await expect.poll(state).toMatch(/^Kept/);
    await openDrawer();
    await page.locator('.session-item input[aria-label=Name]').fill('Renamed');
    await page.getByPlaceholder('Group').fill('control');
    await page.getByPlaceholder('Group').blur();
    await page.getByRole('button', { name: 'Delete Renamed' }).click();
    await expect.poll(names).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(names).toEqual(['Renamed']);
    await page.reload();
    await openDrawer();
    await expect.poll(names).toEqual(['Renamed']);
    expect(await page.getByPlaceholder('Group').inputValue()).toBe('control');
    await page.getByRole('button', { name: 'Delete Renamed' }).click();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.reload();
    await openDrawer();
    await page.getByText('Nothing is kept yet.').waitFor();
  });

  it('stays deleted when the page is left while it could be brought back', async () => {
    await record(1);
    await page.keyboard.press('Escape');
    await expect.poll(state).toMatch(/^Kept/);
    await openDrawer();
    await page.getByRole('button', { name: /^Delete / }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await page.reload();
    await openDrawer();
    await page.getByText('Nothing is kept yet.').waitFor();
  });

  it('looks the same to everybody, while it runs and when it is kept', async () => {
    await record(1);
    await page.keyboard.press('m');
    await page.getByText('Markers and ranges').click();
    expect(await accessibilityProblemsInAllLooks(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop recording' }).click();
    await page.getByText('was kept in this browser.').waitFor();
    await page.locator('.menu summary').click();
    expect(await accessibilityProblemsInAllLooks(page)).toEqual([]);
  }, 240_000);

  it('takes a neutral baseline, from which differences are shown', async () => {
    await record(1);
    await page.getByRole('button', { name: 'Calibrate neutral' }).click();
    await page.getByText('Hold a neutral face').waitFor();
    await page.getByText(/^The baseline of face 1 was taken from \d+ frames\.$/).waitFor();
    await page.getByRole('checkbox', { name: 'From baseline' }).check();
    // The picture of the camera stands still, so nothing differs from what it was.
    const happy = page.locator('.course-values tr', { hasText: 'Happy' }).locator('td').first();
    await expect
      .poll(async () => Math.abs(Number((await happy.innerText()).replace('−', '-'))))
      .toBeLessThan(0.02);
  });
});

describe('sessions and files', () => {
  it('imports what was exported: the same numbers, the same files', async () => {
    await record(2);
    await page.keyboard.press('1');
    await page.keyboard.press('Escape');
    await expect.poll(state).toMatch(/^Kept/);
    const json = await exportAs(page, 'JSON');
    const csv = await exportAs(page, 'CSV');
    const parquet = await exportAs(page, 'Parquet');
    expect(csv.name).toMatch(/^[\w ,.-]+\.csv$/);
    const drop = async ({ name, bytes }: { name: string; bytes: Buffer }) => {
      await openDrawer();
      await page
        .getByLabel('Session or table to import')
        .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await expect.poll(state).toMatch(/^Kept/);
    };
    await drop(json);
    expect((await exportAs(page, 'JSON')).bytes.equals(json.bytes)).toBe(true);
    expect((await exportAs(page, 'CSV')).bytes.equals(csv.bytes)).toBe(true);
    for (const table of [csv, parquet]) {
      await drop(table);
      expect((await exportAs(page, 'CSV')).bytes.equals(csv.bytes)).toBe(true);
    }
    await openDrawer();
    await expect.poll(names).toHaveLength(4);
  });

  it('says what is wrong with a file that is none of ours', async () => {
    await openDrawer();
    await page
      .getByLabel('Session or table to import')
      .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') });
    await page.getByRole('dialog').getByText('the column "timestamp" is missing').waitFor();
  });

  it('writes a report that opens offline, and charts as pictures', async () => {
    await record(2);
    await page.keyboard.press('Escape');
    await expect.poll(state).toMatch(/^Kept/);
    const report = await exportAs(page, 'HTML report');
    const html = report.bytes.toString();
    // It may load nothing, so it can't miss anything offline.
    expect(html.includes('<svg') && html.includes('content="default-src &#39;none&#39;')).toBe(true);
    const png = await exportAs(page, 'Time course as PNG');
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(png.bytes.readUInt32BE(16)).toBe(1920);
    const svg = await exportAs(page, 'Time course as SVG');
    expect(svg.bytes.toString()).toMatch(/<path d="M[\d. ]+L.*stroke="#e69f00"/);
    const chart = await exportAs(page, 'All charts as SVG');
    expect(chart.bytes.toString()).toContain('<svg');
  });

  it('compares two sessions side by side', async () => {
    for (const name of ['First', 'Second']) {
      await record(1);
      await page.getByLabel('Name of the session').fill(name);
      await page.getByLabel('Name of the session').blur();
      await page.getByRole('button', { name: 'Stop recording' }).click();
      await page.getByText(`${name} was kept in this browser.`).waitFor();
    }
    await openDrawer();
    await page.getByRole('checkbox', { name: 'Compare First' }).check();
    await page.getByRole('checkbox', { name: 'Compare Second' }).check();
    await page.getByRole('button', { name: 'Compare 2' }).click();
    const panel = page.getByRole('region', { name: 'Comparison', exact: true });
    await panel.waitFor();
    await expect
      .poll(() => panel.locator('tbody tr').allInnerTexts())
      .toEqual([expect.stringMatching(/^First\s.*100\.0 %/), expect.stringMatching(/^Second\s.*100\.0 %/)]);
    await expect.poll(() => panel.locator('svg.chart').count()).toBe(3);
    expect(await accessibilityProblemsInAllLooks(page)).toEqual([]);
  }, 240_000);
});

describe('a session of a video', () => {
  it('is played beside the video again, which goes where the chart does, and back', async () => {
    await page.goto(`${server.url}?sample=clip`);
    await page.getByRole('application', { name: 'Time course' }).waitFor();
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await expect.poll(state).toBe('Recording');
    // To the end of the clip, which ends the recording.
    await expect.poll(state, { timeout: 50_000 }).toMatch(/^Kept in this browser, (29|30)\.\d s$/);
    await page.getByLabel('Video of this session').setInputFiles('samples/clip.mp4');
    const video = page.locator('video');
    await video.waitFor();
    const position = page.getByRole('slider', { name: 'Position' });
    await position.fill('5');
    await expect.poll(courseSeconds).toBeCloseTo(5, 0);
    await page.getByRole('img', { name: '1 face marked in the picture' }).waitFor();
    await position.fill('11.5');
    await page.getByRole('img', { name: '0 faces marked in the picture' }).waitFor();
    const chart = page.getByRole('application', { name: 'Time course' });
    await chart.scrollIntoViewIfNeeded();
    const area = (await page.locator('.course-upper .u-over').boundingBox())!;
    await page.mouse.click(area.x + area.width * 0.5, area.y + 60);
    await expect
      .poll(() => video.evaluate((element) => (element as HTMLVideoElement).currentTime))
      .toBeCloseTo(15, 0);
    await page.getByRole('img', { name: '2 faces marked in the picture' }).waitFor();
  });
});
