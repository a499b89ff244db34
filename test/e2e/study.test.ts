import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serveAddress } from '../../src/cli/serve-address.js';
import { constantRate, makeVideo } from '../support/make-video.js';
import { ROOT } from '../support/run-cli.js';
import { type AppPage, openAppPage } from './support/app-page.js';
import { accessibilityProblemsInAllLooks } from './support/axe.js';
import { type FakeCamera, fakeCamera } from './support/fake-camera.js';

const CONSENT = 'We record the expressions of your face.\nYou may stop at any time.';

// What a name may hold means something else in an address.
const STUDY = 'Study #1.study.json';
const SCENE = 'scene 50% off.jpg';

let folder: string;
let study: string;
let camera: FakeCamera;
let app: AppPage | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-study-'));
  await writeFile(join(folder, SCENE), await readFile(join(ROOT, 'samples/hopper.jpg')));
  makeVideo(join(folder, 'film.mp4'), { times: constantRate(60, 30) });
  study = join(folder, STUDY);
  const stimuli = [
    { kind: 'image', file: SCENE, label: 'A portrait', seconds: 1.5 },
    { kind: 'video', file: 'film.mp4', label: 'A film' },
  ];
  await writeFile(
    study,
    JSON.stringify({ study: 1, title: 'Portrait and film', consent: CONSENT, pause: 0.3, stimuli }),
  );
  camera = await fakeCamera('collins.jpg');
});

afterEach(async () => {
  await app?.close();
  app = undefined;
});

afterAll(async () => {
  camera?.dispose();
  await rm(folder, { recursive: true });
});

async function openStudy(): Promise<AppPage['page']> {
  const { search, files } = await serveAddress({ study });
  app = await openAppPage({ args: camera.args, files, reducedMotion: 'reduce' });
  await app.page.goto(app.url + search);
  await app.page.getByRole('dialog', { name: 'Portrait and film' }).waitFor();
  return app.page;
}

async function begin(page: AppPage['page']): Promise<void> {
  await page.getByRole('checkbox', { name: 'I have read this and agree' }).check();
  await page.getByRole('button', { name: 'Begin' }).click();
}

/** Go through the study to its end, and look at the response. */
async function takePart(page: AppPage['page']): Promise<void> {
  await begin(page);
  // It is on show for no longer than a second and a half.
  await Promise.all([
    page.getByRole('img', { name: 'A portrait' }).waitFor(),
    page.getByText('1 of 2').waitFor(),
  ]);
  await page.locator('video[aria-label="A film"]').waitFor();
  await page.getByText('Thank you.').waitFor();
  await page.getByRole('button', { name: 'Show the response' }).click();
}

describe('a study', () => {
  it('asks first: nothing is on before the consent, and nothing after a refusal', async () => {
    const page = await openStudy();
    expect(await page.getByRole('region', { name: 'Consent' }).innerText()).toBe(CONSENT);
    expect(await page.getByRole('button', { name: 'Begin' }).isDisabled()).toBe(true);
    expect(await page.locator('video').count()).toBe(0);
    expect(await accessibilityProblemsInAllLooks(page)).toEqual([]);
    await page.getByRole('button', { name: "I don't agree" }).click();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(await page.locator('video').count()).toBe(0);
    await page.getByRole('button', { name: 'Start camera' }).waitFor();
  });

  it('shows its stimuli while the camera reads, and plots the response on their clock', async () => {
    const page = await openStudy();
    await page.getByRole('textbox', { name: 'Participant code' }).fill('P07');
    await takePart(page);

    await page.getByRole('button', { name: 'Start camera' }).waitFor();
    const panel = page.getByRole('region', { name: 'Response by stimulus' });
    const charts = panel.getByRole('img');
    await expect.poll(() => charts.count()).toBe(2);
    expect(await charts.nth(0).getAttribute('aria-label')).toMatch(
      /^Response to A portrait: mostly happy \(mean \d+ %\), face seen \d+ % of the time$/,
    );
    expect(await charts.nth(1).getAttribute('aria-label')).toContain('Response to A film: mostly happy');
    const ends = await panel.locator('.response-ends span').allTextContents();
    const seconds = ends.map(Number.parseFloat);
    // As long as was asked for, and longer by what a busy machine needs to show the next thing.
    for (const [shown, asked] of [
      [seconds[1], 1.5],
      [seconds[3], 2],
    ]) {
      expect(shown).toBeGreaterThan(asked - 0.4);
      expect(shown).toBeLessThan(asked + 2);
    }
    expect(await charts.nth(0).locator('path').count()).toBe(8);
    expect(await accessibilityProblemsInAllLooks(page)).toEqual([]);

    const name = page.getByRole('textbox', { name: 'Name of the session' });
    expect(await name.inputValue()).toBe('Portrait and film, P07');
    await expect.poll(() => page.getByTestId('session-state').innerText()).toMatch(/^Kept/);
    const downloading = page.waitForEvent('download');
    await page.getByText('Export', { exact: true }).click();
    await page.getByRole('button', { name: /^JSON/ }).click();
    const exported = await readFile(await (await downloading).path(), 'utf8');
    expect(exported).toContain('End of A film');
    expect([app!.foreignRequests, app!.problems]).toEqual([[], []]);
  });

  it('is left by Escape before anything has begun', async () => {
    const page = await openStudy();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog.study').count()).toBe(0);
    await page.getByRole('button', { name: 'Start camera' }).waitFor();
  });

  it.each([
    ['Escape', (page: AppPage['page']) => page.keyboard.press('Escape')],
    ['its button', (page: AppPage['page']) => page.getByRole('button', { name: 'Stop and delete' }).click()],
  ])('that is left early by %s deletes what was recorded, and turns the camera off', async (_, leave) => {
    const page = await openStudy();
    await begin(page);
    await page.getByRole('img', { name: 'A portrait' }).waitFor();
    await leave(page);
    await expect.poll(() => page.locator('dialog.study').count()).toBe(0);
    await page.getByRole('button', { name: 'Start camera' }).waitFor();
    await expect.poll(() => page.getByRole('region', { name: 'Session' }).count()).toBe(0);
    expect(await page.getByText('was kept in this browser').count()).toBe(0);
    await page.getByRole('button', { name: 'Sessions' }).click();
    await page.getByText('Nothing is kept yet.').waitFor();
  });

  it('works from its link without a network, once it was opened', async () => {
    const page = await openStudy();
    await page.getByRole('button', { name: "I don't agree" }).click();
    await page.getByTestId('offline').waitFor();
    await page.context().setOffline(true);
    await app!.stopServer();
    await page.reload();
    await page.getByRole('dialog', { name: 'Portrait and film' }).waitFor();
    await takePart(page);
    await page.getByRole('region', { name: 'Response by stimulus' }).waitFor();
  });

  it('can be opened from its files, and says which one is missing', async () => {
    app = await openAppPage({ args: camera.args });
    const { page } = app;
    await page.goto(app.url);
    const input = page.getByLabel('Picture or video file');
    await input.setInputFiles([study, join(folder, SCENE)]);
    await expect
      .poll(() => page.getByRole('alert').innerText())
      .toContain(`film.mp4 is missing: choose it together with ${STUDY}`);
    await input.setInputFiles([study, join(folder, SCENE), join(folder, 'film.mp4')]);
    await page.getByRole('dialog', { name: 'Portrait and film' }).waitFor();
  });
});
