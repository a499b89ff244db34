import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Timeline, type TimelineSummary } from '../../src/core/index.js';
import { readFaceCsv, rowsToFrames } from '../../src/formats/index.js';
import { streamOf } from '../support/async.js';
import { type AppPage, openAppPage } from './support/app-page.js';
import { accessibilityProblemsInAllLooks } from './support/axe.js';
import { exportAs } from './support/downloads.js';

let app: AppPage;

beforeAll(async () => {
  app = await openAppPage({ viewport: { width: 1360, height: 1000 }, acceptDownloads: true });
  await app.page.goto(`${app.url}?sample=clip`);
  await app.page.getByRole('application', { name: 'Time course' }).waitFor();
});

afterAll(() => app?.close());

/** A row of the table beside the chart: smoothed and raw. */
async function values(name: string): Promise<string[]> {
  const row = app.page.locator('.course-values tr', { hasText: name });
  return row.locator('td').allInnerTexts();
}

async function shownTime(): Promise<number> {
  const [minutes, seconds] = (await app.page.getByTestId('course-time').innerText()).split(':');
  return 60 * Number(minutes) + Number(seconds);
}

async function summaryCell(state: string, column: string): Promise<string> {
  return app.page.locator(`tr[data-state=${state}] [data-column=${column}]`).innerText();
}

let isRead = false;

/** Read all of the clip: as it plays, a slow machine sees little of it. It is then shown as a whole. */
async function clipIsRead(): Promise<void> {
  if (!isRead) {
    const readAll = app.page.getByRole('button', { name: 'Read it all' });
    await app.page.getByRole('combobox', { name: 'Frames to read of each second' }).selectOption('5 / s');
    await readAll.click();
    await app.page.getByTestId('scan').waitFor();
    await readAll.waitFor({ timeout: 100_000 });
    isRead = true;
  }
  await app.page.getByRole('button', { name: 'Follow' }).waitFor({ state: 'detached' });
}

async function timelineOfCsv(): Promise<TimelineSummary> {
  const { bytes } = await exportAs(app.page, 'CSV');
  const timeline = new Timeline();
  for await (const { result } of rowsToFrames(readFaceCsv(streamOf([bytes]), 'export'), 'export'))
    timeline.append(result);
  return timeline.summary();
}

describe('the time course of the clip', () => {
  it('shows a face that is happy for certain, as it comes', async () => {
    await expect.poll(shownTime, { timeout: 30_000 }).toBeGreaterThan(4);
    const [smoothed, raw] = await values('Happy');
    expect(Number(smoothed)).toBeGreaterThan(0.9);
    expect(Number(raw)).toBeGreaterThan(0.9);
    expect(Number((await values('Valence'))[0])).toBeGreaterThan(0.9);
  });

  it('draws that line in its colour near the top of the chart', async () => {
    const share = await app.page.locator('.course-upper canvas').evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const pixels = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
      let top = 0;
      let all = 0;
      for (let i = 0; i < pixels.length; i += 4) {
        if (Math.abs(pixels[i] - 0xe6) > 6 || Math.abs(pixels[i + 1] - 0x9f) > 6 || pixels[i + 2] > 12)
          continue;
        all++;
        if (i / 4 / width < height * 0.15) top++;
      }
      return all > 20 ? top / all : 0;
    });
    expect(share).toBeGreaterThan(0.9);
  });

  it('shows the values under the pointer, and none where no face was seen', async () => {
    await clipIsRead();
    const chart = app.page.getByRole('application', { name: 'Time course' });
    await chart.scrollIntoViewIfNeeded();
    const area = (await app.page.locator('.course-upper .u-over').boundingBox())!;
    const hover = (second: number) =>
      app.page.mouse.move(area.x + (second / 30) * area.width, area.y + area.height / 2);
    await hover(11);
    await expect.poll(async () => (await values('Happy'))[0]).toBe('–');
    await hover(5);
    await expect.poll(async () => Number((await values('Happy'))[0])).toBeGreaterThan(0.9);
    // On a slow machine the frames before it are far apart.
    await expect.poll(async () => Math.abs((await shownTime()) - 5)).toBeLessThan(1.5);
  });

  it('moves by a frame, zooms and goes back by keys', async () => {
    await clipIsRead();
    const chart = app.page.getByRole('application', { name: 'Time course' });
    await app.page.mouse.move(5, 5);
    await chart.focus();
    await app.page.keyboard.press('Home');
    await expect.poll(shownTime).toBeLessThan(0.5);
    await app.page.keyboard.press('Control+ArrowRight');
    await expect.poll(shownTime).toBeGreaterThan(0.2);
    const axis = () =>
      app.page.locator('.course-upper canvas').evaluate((c) => (c as HTMLCanvasElement).toDataURL());
    const whole = await axis();
    await app.page.keyboard.press('+');
    await app.page.keyboard.press('+');
    await expect.poll(axis).not.toBe(whole);
    await app.page.keyboard.press('0');
    await expect.poll(axis).toBe(whole);
  });

  it('zooms into what is dragged over, and with the wheel once it has the focus', async () => {
    await clipIsRead();
    await app.page.getByRole('button', { name: 'Show all' }).click();
    const area = (await app.page.locator('.course-upper .u-over').boundingBox())!;
    await app.page.mouse.move(area.x + area.width * 0.2, area.y + 60);
    await app.page.mouse.down();
    await app.page.mouse.move(area.x + area.width * 0.3, area.y + 60, { steps: 4 });
    await app.page.mouse.up();
    // 6 to 9 s now fill the chart: its middle is 7.5 s.
    await app.page.mouse.move(area.x + area.width * 0.5, area.y + 70);
    // On a slow machine the frames before it are far apart.
    await expect.poll(async () => Math.abs((await shownTime()) - 7.5)).toBeLessThan(1.5);
    await app.page.mouse.wheel(0, 2000);
    await app.page.mouse.move(area.x + area.width * 0.95, area.y + 70);
    await expect.poll(shownTime).toBeGreaterThan(20);
    await app.page.getByRole('button', { name: 'Show all' }).click();
  });

  it('overlays all faces, and hides a line', async () => {
    await clipIsRead();
    const rows = () => app.page.locator('.course-values tbody tr').count();
    expect(await rows()).toBe(8);
    await app.page.getByLabel('Face in the time course').selectOption('all');
    await expect
      .poll(() => app.page.locator('.course-values tbody tr').first().innerText())
      .toMatch(/^Face 1/);
    expect(await rows()).toBeGreaterThanOrEqual(3);
    await app.page.getByLabel('Face in the time course').selectOption('auto');
    await app.page.getByRole('checkbox', { name: 'Show Happy' }).uncheck({ force: true });
    expect(await app.page.getByRole('checkbox', { name: 'Show Happy' }).isChecked()).toBe(false);
    await app.page.getByRole('checkbox', { name: 'Show Happy' }).check({ force: true });
    await app.page.getByRole('checkbox', { name: 'Raw' }).check();
  });
});

describe('the summary of the clip', () => {
  beforeAll(clipIsRead);

  it('says what the exported table sums up to', async () => {
    await app.page.locator('section[aria-busy=false]').waitFor();
    const { all, coverage, frames } = await timelineOfCsv();
    expect(await app.page.getByTestId('summary-frames').innerText()).toBe(String(frames));
    expect(await app.page.getByTestId('summary-coverage').innerText()).toBe(
      `${Math.round(coverage! * 100)} %`,
    );
    for (const state of ['happy', 'neutral', 'uncertain'] as const) {
      expect(await summaryCell(state, 'share')).toBe(`${(all.timeShare![state] * 100).toFixed(1)} %`);
      expect(await summaryCell(state, 'episodes')).toBe(String(all.episodes[state].count));
      const longest = all.episodes[state].longestSeconds;
      expect(await summaryCell(state, 'longest')).toBe(longest === null ? '–' : `${longest.toFixed(2)} s`);
    }
    expect(await summaryCell('happy', 'mean')).toBe(all.probability!.happy.mean.toFixed(3));
    expect(await summaryCell('happy', 'interval')).toBe(
      all
        .timeShareInterval95!.happy.map((end) => (end * 100).toFixed(1))
        .join('–')
        .concat(' %'),
    );
  });

  it('can be had for one face', async () => {
    const select = app.page.getByLabel('Face in the summary');
    await select.selectOption({ index: 1 });
    await expect.poll(() => summaryCell('happy', 'share')).toBe('100.0 %');
    await select.selectOption('all');
  });

  it('names expressions anew by another threshold', async () => {
    const before = await summaryCell('uncertain', 'share');
    await app.page.getByRole('slider', { name: 'Threshold' }).fill('1');
    await expect.poll(() => summaryCell('uncertain', 'share')).toBe('100.0 %');
    expect((await timelineOfCsv()).all.timeShare!.uncertain).toBe(1);
    await app.page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => summaryCell('uncertain', 'share')).toBe(before);
  });

  it('leaves out a range that is excluded', async () => {
    const frames = async () => Number(await app.page.getByTestId('summary-frames').innerText());
    const before = await frames();
    await app.page.getByRole('application', { name: 'Time course' }).focus();
    await app.page.keyboard.press('Home');
    await app.page.keyboard.press('x');
    for (let i = 0; i < 3; i++) await app.page.keyboard.press('Control+ArrowRight');
    await app.page.keyboard.press('x');
    await expect.poll(frames).toBeLessThan(before);
    expect((await timelineOfCsv()).frames).toBe(await frames());
    await app.page.getByText('Markers and ranges').click();
    await app.page.getByRole('button', { name: 'Remove the excluded range 1' }).click();
    await expect.poll(frames).toBe(before);
  });
});

describe('the dashboard', () => {
  it('has no accessibility violation', async () => {
    await app.page.locator('.transitions').evaluate((details) => details.setAttribute('open', ''));
    expect(await accessibilityProblemsInAllLooks(app.page)).toEqual([]);
  });

  it('sent nothing to any other host, and broke no rule of its policy', () => {
    expect([app.foreignRequests, app.problems]).toEqual([[], []]);
  });
});
