import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, openAppPage } from './support/app-page.js';
import { accessibilityProblemsInAllLooks } from './support/axe.js';

const DESKTOP = { width: 1360, height: 900 };

let app: AppPage;

beforeAll(async () => {
  app = await openAppPage({ viewport: DESKTOP, reducedMotion: 'reduce' });
  await app.page.goto(app.url);
  await app.page.getByRole('radiogroup').waitFor();
});

afterAll(() => app?.close());

describe('accessibility', () => {
  it('reaches every control by the keyboard, in the order of the page', async () => {
    const reached: string[] = [];
    for (let i = 0; i < 13; i++) {
      await app.page.keyboard.press('Tab');
      reached.push(
        await app.page.evaluate(() => {
          const element = document.activeElement as HTMLInputElement;
          return (element.labels?.[0]?.textContent || element.textContent || '').trim();
        }),
      );
    }
    expect(reached.slice(0, 9)).toEqual([
      'Sessions',
      '?',
      'Start camera',
      'Screen',
      'Open file',
      'Four faces',
      'Collins',
      'Hopper',
      'Clip, 30 s',
    ]);
    expect(reached[9]).toMatch(/^Face \d/);
    expect(reached.slice(10)).toEqual(['Reset', 'Threshold', 'Smoothing']);
  });

  it('has no violation with a picture, with nothing, and with what it shows while it waits', async () => {
    const { page } = app;
    expect(await accessibilityProblemsInAllLooks(page)).toEqual([]);
    // A camera that nobody allows or refuses.
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => new Promise(() => {});
    });
    await page.getByRole('button', { name: 'Start camera' }).click();
    await page.getByText('Waiting for the camera').waitFor();
    expect(await accessibilityProblemsInAllLooks(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByText('Nothing to look at yet').waitFor();
    expect(await accessibilityProblemsInAllLooks(page)).toEqual([]);
  });

  it('moves nothing by itself for those who want that', async () => {
    await app.page.emulateMedia({ reducedMotion: 'reduce' });
    await app.page.getByRole('button', { name: 'Clip, 30 s' }).click();
    await app.page.getByRole('application', { name: 'Time course' }).waitFor();
    await app.page.getByRole('button', { name: 'Record', exact: true }).click();
    await app.page.getByRole('button', { name: 'Stop recording' }).waitFor();
    expect(await app.page.evaluate(() => document.getAnimations().length)).toBe(0);
  });

  it('does not scroll sideways on a narrow phone', async () => {
    await app.page.setViewportSize({ width: 320, height: 640 });
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });

  it('has no violation with a video, or with an error on show', async () => {
    await app.page.getByRole('button', { name: 'Clip, 30 s' }).click();
    await app.page.getByRole('slider', { name: 'Position' }).waitFor();
    await app.page.locator('video').evaluate((video) => (video as HTMLVideoElement).pause());
    expect(await accessibilityProblemsInAllLooks(app.page)).toEqual([]);
    const file = { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') };
    await app.page.getByLabel('Picture or video file').setInputFiles(file);
    await app.page.getByRole('alert').waitFor();
    expect(await accessibilityProblemsInAllLooks(app.page)).toEqual([]);
  });
});
