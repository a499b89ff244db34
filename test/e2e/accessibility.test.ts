import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, openAppPage } from './support/app-page.js';
import { accessibilityProblems } from './support/axe.js';

const DESKTOP = { width: 1360, height: 900 };
const PHONE = { width: 390, height: 844 };

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

  it.each([
    ['in light, on a wide screen', 'light', DESKTOP],
    ['in dark, on a wide screen', 'dark', DESKTOP],
    ['in light, on a phone', 'light', PHONE],
    ['in dark, on a phone', 'dark', PHONE],
  ] as const)('has no violation %s', async (_, colorScheme, viewport) => {
    // Without reduced motion, colours would still be on their way to the new scheme when they are measured.
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await app.page.setViewportSize(viewport);
    expect(await accessibilityProblems(app.page)).toEqual([]);
  });

  it('does not scroll sideways on a narrow phone', async () => {
    await app.page.setViewportSize({ width: 320, height: 640 });
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });

  it('has no violation with a video, or with an error on show', async () => {
    await app.page.setViewportSize(DESKTOP);
    await app.page.getByRole('button', { name: 'Clip, 30 s' }).click();
    await app.page.getByRole('button', { name: 'Pause' }).click();
    expect(await accessibilityProblems(app.page)).toEqual([]);
    const file = { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') };
    await app.page.getByLabel('Picture or video file').setInputFiles(file);
    await app.page.getByRole('alert').waitFor();
    expect(await accessibilityProblems(app.page)).toEqual([]);
  });
});
