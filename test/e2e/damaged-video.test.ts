import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type AppPage, openAppPage } from './support/app-page.js';

let app: AppPage | undefined;

afterEach(async () => {
  await app?.close();
  app = undefined;
});

/** Open the sample clip, of which all but some three seconds is missing. */
async function openDamaged(): Promise<AppPage['page']> {
  app = await openAppPage({ viewport: { width: 1360, height: 900 } });
  const { page } = app;
  await page.goto(app.url);
  const clip = await readFile('samples/clip.mp4');
  const buffer = clip.subarray(0, Math.round(0.1 * clip.length));
  await page
    .getByLabel('Picture or video file')
    .setInputFiles({ name: 'damaged.mp4', mimeType: 'video/mp4', buffer });
  await page.getByRole('slider', { name: 'Position' }).waitFor();
  return page;
}

const notice = (page: AppPage['page']) => page.getByRole('alert').innerText();

describe('a damaged video', () => {
  it('says so where it breaks off, and what was read while it played stays', async () => {
    const page = await openDamaged();
    await expect.poll(() => notice(page)).toMatch(/The video is damaged near \d\.\d s\./);
    const length = () => page.getByTestId('course-time').innerText();
    const read = await length();
    expect(read).toMatch(/0:0[1-9]/);
    await page.waitForTimeout(1000);
    expect(await length()).toBe(read);
    // What can't be played or read is not begun, either.
    const play = page.getByRole('button', { name: 'Play', exact: true });
    await expect.poll(() => play.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Read it all' }).click();
    await page.getByRole('button', { name: 'Read it all' }).waitFor();
    expect(await length()).toBe(read);
  });

  it('says so where it is read as a whole', async () => {
    const page = await openDamaged();
    await page.getByRole('button', { name: 'Read it all' }).click();
    await expect.poll(() => notice(page)).toMatch(/The video is damaged near \d\.\d s\./);
    await page.getByRole('button', { name: 'Read it all' }).waitFor();
  });
});
