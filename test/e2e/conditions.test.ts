import sharp, { type Sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AppPage, type AppPageOptions, openAppPage } from './support/app-page.js';
import { fakeCamera, fakeCameraOfNobody } from './support/fake-camera.js';

let app: AppPage | undefined;

async function openPage(options: AppPageOptions = {}): Promise<AppPage['page']> {
  app = await openAppPage({ viewport: { width: 1360, height: 900 }, ...options });
  await app.page.goto(app.url);
  await app.page.getByRole('radiogroup', { name: 'Face whose bars' }).waitFor();
  return app.page;
}

/** What the page says about the picture. */
const message = (page: AppPage['page']) => page.locator('.message').allInnerTexts();

const collins = (change: (image: Sharp) => Sharp) =>
  change(sharp('samples/collins.jpg')).jpeg({ quality: 95 }).toBuffer();

async function closePage(): Promise<void> {
  await app?.close();
  app = undefined;
}

describe('a still picture', () => {
  let page: AppPage['page'];

  beforeAll(async () => {
    page = await openPage();
    await vi.waitFor(async () => expect(await message(page)).toEqual([]), { timeout: 20_000 });
  });

  afterAll(closePage);

  it.each([
    [
      'nobody',
      () =>
        sharp({ create: { width: 320, height: 240, channels: 3, background: '#7a8a9a' } })
          .jpeg()
          .toBuffer(),
      'No face found',
    ],
    [
      'darkness',
      () =>
        sharp({ create: { width: 320, height: 240, channels: 3, background: '#020202' } })
          .jpeg()
          .toBuffer(),
      'No face found: the picture is too dark',
    ],
    [
      'glare',
      () =>
        sharp({ create: { width: 320, height: 240, channels: 3, background: '#fdfdfd' } })
          .jpeg()
          .toBuffer(),
      'No face found: the picture is too bright',
    ],
    [
      'a face far away',
      () =>
        collins((image) =>
          image.resize({ width: 85 }).extend({ right: 160, bottom: 90, background: '#808890' }),
        ),
      'The face is too small to be read well',
    ],
    [
      'a face in the dark',
      () => collins((image) => image.linear(0.12, 2)),
      'The face is too dark to be read well',
    ],
  ] as const)('of %s is told what is wrong with it', async (_, make, expected) => {
    const file = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await make() };
    await page.getByLabel('Picture or video file').setInputFiles(file);
    await expect.poll(async () => (await message(page)).join(), { timeout: 30_000 }).toContain(expected);
  });

  it('of which no expression is sure says so', async () => {
    await page.getByRole('button', { name: 'Hopper' }).click();
    await page.getByRole('slider', { name: 'Threshold' }).fill('1');
    await expect.poll(() => message(page)).toEqual(['Uncertain: no expression reaches 100 %']);
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => message(page)).toEqual([]);
  });
});

describe("a camera's picture", () => {
  afterEach(closePage);

  it('that does not change is called frozen', async () => {
    const camera = await fakeCamera('collins.jpg');
    try {
      const page = await openPage({ args: camera.args });
      await page.getByRole('button', { name: 'Start camera' }).click();
      await expect.poll(async () => (await message(page)).join()).toContain('The picture stands still');
    } finally {
      camera.dispose();
    }
  });

  it('that changes, with nobody on it, is not', async () => {
    const camera = await fakeCameraOfNobody();
    try {
      const page = await openPage({ args: camera.args });
      await page.getByRole('button', { name: 'Start camera' }).click();
      await expect.poll(() => message(page)).toEqual(['No face found']);
      // Longer than it takes to call a picture frozen.
      for (let i = 0; i < 30; i++) {
        expect(await message(page)).toEqual(['No face found']);
        await page.waitForTimeout(100);
      }
    } finally {
      camera.dispose();
    }
  });

  it('that is taken away says so', async () => {
    const page = await openPage({
      args: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
    });
    await page.getByRole('button', { name: 'Start camera' }).click();
    await page.locator('video').waitFor();
    await page.evaluate(() => {
      const [track] = (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks();
      Object.defineProperty(track, 'muted', { value: true });
    });
    await expect
      .poll(async () => (await message(page)).join())
      .toContain('The camera is on but gives no picture');
  });
});
