import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, openAppPage } from './support/app-page.js';
import { accessibilityProblems } from './support/axe.js';
import { type FakeCamera, fakeCamera } from './support/fake-camera.js';

let camera: FakeCamera;
let app: AppPage;

beforeAll(async () => {
  camera = await fakeCamera('collins.jpg');
  app = await openAppPage({ args: camera.args, reducedMotion: 'reduce' });
  await app.page.goto(app.url);
  await app.page.getByRole('radiogroup', { name: 'Face whose bars' }).waitFor();
});

afterAll(async () => {
  await app?.close();
  camera?.dispose();
});

describe('the keyboard', () => {
  it('shows its help on ?, and takes it away on Escape', async () => {
    const help = app.page.getByRole('dialog', { name: 'Keys' });
    await app.page.keyboard.press('?');
    await help.waitFor();
    expect(await help.getByText('Start or stop the camera').isVisible()).toBe(true);
    for (const colorScheme of ['light', 'dark'] as const) {
      await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await accessibilityProblems(app.page)).toEqual([]);
    }
    await app.page.setViewportSize({ width: 360, height: 640 });
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await app.page.setViewportSize({ width: 1280, height: 800 });
    await app.page.keyboard.press('Escape');
    await help.waitFor({ state: 'hidden' });
    // Keys work again when it is closed, which is a moment after it is out of sight.
    await app.page.waitForFunction(() => document.querySelector('dialog[open]') === null);
  });

  it('starts and stops the camera with C, and records with R', async () => {
    await app.page.keyboard.press('c');
    await app.page.getByRole('button', { name: 'Stop camera' }).waitFor();
    await app.page.getByRole('region', { name: 'Session' }).waitFor();
    await app.page.keyboard.press('r');
    await app.page.getByRole('button', { name: 'Stop recording' }).waitFor();
    await expect.poll(() => app.page.getByTestId('session-state').innerText()).toMatch(/Recording/);
    await app.page.keyboard.press('r');
    await app.page.getByRole('button', { name: 'Sessions 1' }).waitFor();
    await app.page.keyboard.press('c');
    await app.page.getByRole('button', { name: 'Start camera' }).waitFor();
  });

  it('closes a dialog with Escape, and only then ends the camera', async () => {
    await app.page.keyboard.press('c');
    const stopCamera = app.page.getByRole('button', { name: 'Stop camera' });
    await app.page.getByRole('region', { name: 'Session' }).waitFor();
    for (const button of ['Keyboard help', /^Sessions/]) {
      await app.page.getByRole('button', { name: button }).click();
      await app.page.getByRole('dialog').waitFor();
      await app.page.keyboard.press('Escape');
      await app.page.waitForFunction(() => document.querySelector('dialog[open]') === null);
      expect(await stopCamera.count()).toBe(1);
    }
    await app.page.keyboard.press('Escape');
    await app.page.getByRole('button', { name: 'Start camera' }).waitFor();
  });

  it('plays and pauses a video with P, reads all of it with A, and cancels with A', async () => {
    await app.page.getByRole('button', { name: 'Clip, 30 s' }).click();
    const pause = app.page.getByRole('button', { name: 'Pause' });
    await pause.waitFor();
    await app.page.keyboard.press('p');
    await app.page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await app.page.keyboard.press('p');
    await pause.waitFor();
    await app.page.keyboard.press('a');
    await app.page.getByTestId('scan').waitFor();
    await app.page.keyboard.press('a');
    await app.page.getByRole('button', { name: 'Read it all' }).waitFor();
  });

  it('opens the choice of files with O', async () => {
    const choosing = app.page.waitForEvent('filechooser');
    // The browser has to know that somebody waits before the key comes.
    await app.page.getByRole('button', { name: 'Open file' }).hover();
    await app.page.keyboard.press('o');
    expect((await choosing).isMultiple()).toBe(true);
  });

  it('types letters into fields, and does nothing else with them', async () => {
    const name = app.page.getByRole('textbox', { name: 'Name of the session' });
    await name.focus();
    await app.page.keyboard.press('End');
    await app.page.keyboard.type('c?');
    expect(await name.inputValue()).toBe('Clip, 30 sc?');
    expect(await app.page.getByRole('dialog', { name: 'Keys' }).isVisible()).toBe(false);
    expect(await app.page.getByRole('button', { name: 'Start camera' }).count()).toBe(1);
  });
});
