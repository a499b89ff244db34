import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, type AppPageOptions, openAppPage } from './support/app-page.js';
import { type FakeCamera, fakeCamera } from './support/fake-camera.js';

let camera: FakeCamera;
let app: AppPage | undefined;

beforeAll(async () => {
  camera = await fakeCamera('collins.jpg');
});

afterEach(async () => {
  await app?.close();
  app = undefined;
});

afterAll(() => camera?.dispose());

/** Open the page and press Start. */
async function startCamera(options: AppPageOptions): Promise<AppPage['page']> {
  app = await openAppPage(options);
  await app.page.goto(app.url);
  await app.page.getByRole('button', { name: 'Start camera' }).click();
  return app.page;
}

/** Put getUserMedia's failure in place of a camera. */
function failWith(name: string): () => void {
  // The script runs in the page, so it can't close over the name.
  return new Function(
    `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '${name}'))`,
  ) as () => void;
}

describe('the camera', () => {
  it('shows box, expression and rates of the face before it, and Escape turns it off', async () => {
    const page = await startCamera({ args: camera.args });
    await page.getByRole('button', { name: 'Stop camera' }).waitFor();
    await expect
      .poll(() => page.getByRole('radiogroup').innerText(), { timeout: 30_000 })
      .toMatch(/Face 1\s+Happy\s+\d+ %/);
    await page.getByRole('img', { name: '1 face marked in the picture' }).waitFor();
    await expect.poll(() => page.getByTestId('fps').innerText()).toMatch(/^[\d.]+ \/ s$/);

    const track = await page.evaluateHandle(() => {
      return (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks()[0];
    });
    expect(await track.evaluate(({ readyState }) => readyState)).toBe('live');
    await page.keyboard.press('Escape');
    expect(await track.evaluate(({ readyState }) => readyState)).toBe('ended');
    await page.getByRole('button', { name: 'Start camera' }).waitFor();
    expect(await page.locator('video').count()).toBe(0);
    expect([app!.foreignRequests, app!.problems]).toEqual([[], []]);
  });

  it('is turned off by its button too, and can be started again', async () => {
    const page = await startCamera({ args: camera.args });
    const stop = page.getByRole('button', { name: 'Stop camera' });
    await stop.waitFor();
    await page.locator('video').waitFor();
    const track = await page.evaluateHandle(() => {
      return (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks()[0];
    });
    await stop.click();
    expect(await track.evaluate(({ readyState }) => readyState)).toBe('ended');
    await page.getByRole('button', { name: 'Start camera' }).click();
    await expect
      .poll(() => page.getByRole('radiogroup').innerText(), { timeout: 30_000 })
      .toMatch(/Face 1\s+Happy/);
  });

  it('is turned off when a sample takes its place', async () => {
    const page = await startCamera({ args: camera.args });
    await page.locator('video').waitFor();
    const track = await page.evaluateHandle(() => {
      return (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks()[0];
    });
    await page.getByRole('button', { name: 'Hopper' }).click();
    await expect.poll(() => track.evaluate(({ readyState }) => readyState)).toBe('ended');
  });

  it('can be chosen where there are several, and the one before is turned off', async () => {
    const page = await startCamera({
      args: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=2'],
    });
    await page.locator('video').waitFor();
    const trackOf = () =>
      page.evaluateHandle(() => {
        return (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks()[0];
      });
    const first = await trackOf();
    const firstLabel = await first.evaluate(({ label }) => label);
    const chooser = page.getByRole('combobox', { name: 'Which camera' });
    // Their names come after the picture.
    await expect.poll(() => chooser.locator('option').count()).toBe(2);
    const labels = await chooser.locator('option').allInnerTexts();
    const other = labels.find((label) => label !== firstLabel)!;
    await chooser.selectOption(other);
    await expect.poll(() => first.evaluate(({ readyState }) => readyState)).toBe('ended');
    const shownLabel = () =>
      page.evaluate(() => {
        const stream = document.querySelector('video')?.srcObject as MediaStream | undefined;
        return stream?.getVideoTracks()[0]?.label;
      });
    await expect.poll(shownLabel).toBe(other);
  });

  it('mirrors picture and overlay alike, until told not to', async () => {
    const page = await startCamera({ args: camera.args });
    await page.locator('video').waitFor();
    const flip = () => page.locator('video').evaluate((video) => getComputedStyle(video).transform);
    await expect.poll(flip).toBe('matrix(-1, 0, 0, 1, 0, 0)');
    await page.getByRole('checkbox', { name: 'Mirror' }).uncheck();
    await expect.poll(flip).toBe('none');
  });

  it('says so when there is none', async () => {
    const page = await startCamera({ args: ['--use-fake-ui-for-media-stream'] });
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('No camera was found.');
  });

  it('says how to allow it when permission is denied', async () => {
    const page = await startCamera({
      args: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'],
    });
    await expect
      .poll(() => page.getByRole('alert').innerText())
      .toContain('Camera permission was denied. Allow the camera');
  });

  it('says so when another program has it', async () => {
    const page = await startCamera({ initScript: failWith('NotReadableError') });
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('another program may be using it');
    await page.getByRole('button', { name: 'Start camera' }).waitFor();
  });

  it('says so when it is unplugged', async () => {
    const page = await startCamera({ args: camera.args });
    await page.locator('video').waitFor();
    // A track that ends by itself sends an event, which stop() does not.
    await page.evaluate(() => {
      const [track] = (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks();
      track.dispatchEvent(new Event('ended'));
    });
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('The camera was unplugged');
  });
});
