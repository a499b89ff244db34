import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { constantRate, makeVideo } from '../support/make-video.js';
import { writeRecordingCsv } from '../support/write-recording.js';
import { type AppPage, type AppPageOptions, openAppPage } from './support/app-page.js';
import { accessibilityProblems, accessibilityProblemsInAllLooks } from './support/axe.js';
import { exportAs } from './support/downloads.js';

let app: AppPage | undefined;

afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function openPage(options: AppPageOptions = {}): Promise<AppPage['page']> {
  app = await openAppPage({ viewport: { width: 1360, height: 900 }, ...options });
  await app.page.goto(app.url);
  return app.page;
}

const faceLines = async (page: AppPage['page']) =>
  (await page.getByRole('radiogroup', { name: 'Face whose bars' }).locator('label').allInnerTexts()).map(
    (text) => text.replaceAll(/\s+/g, ' ').trim(),
  );

describe('a screen or a tab', () => {
  it('is read like a camera, and Escape ends the sharing', async () => {
    const page = await openPage({ args: ['--auto-select-tab-capture-source-by-title=Shared'] });
    const shared = await page.context().newPage();
    await shared.goto(app!.url);
    await shared.evaluate(() => {
      document.title = 'Shared';
      const picture = document.querySelectorAll<HTMLImageElement>('.thumbnail img')[2].src;
      document.body.innerHTML = `<img src="${picture}" width="700"><canvas id="clock" width="40" height="40"></canvas>`;
      // A tab that doesn't change gives no new frames.
      setInterval(() => {
        const context = document.querySelector<HTMLCanvasElement>('#clock')!.getContext('2d')!;
        context.fillStyle = `hsl(${performance.now() % 360} 50% 50%)`;
        context.fillRect(0, 0, 40, 40);
      }, 100);
    });
    await page.bringToFront();
    await page.getByRole('button', { name: 'Screen' }).click();
    await page.getByRole('button', { name: 'Stop sharing' }).waitFor();
    await expect
      .poll(() => faceLines(page), { timeout: 30_000 })
      .toEqual([expect.stringMatching(/^Face 1 Neutral/)]);
    const track = await page.evaluateHandle(() => {
      return (document.querySelector('video')!.srcObject as MediaStream).getVideoTracks()[0];
    });
    await page.keyboard.press('Escape');
    expect(await track.evaluate(({ readyState }) => readyState)).toBe('ended');
    await page.getByRole('button', { name: 'Screen' }).waitFor();
  });

  it('says so when none was chosen', async () => {
    const page = await openPage({
      initScript: () => {
        navigator.mediaDevices.getDisplayMedia = () =>
          Promise.reject(new DOMException('', 'NotAllowedError'));
      },
    });
    await page.getByRole('button', { name: 'Screen' }).click();
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('No screen was shared');
  });
});

describe("the camera's resolution", () => {
  it('can be chosen, and is remembered', async () => {
    const page = await openPage({
      args: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
    });
    await page.getByRole('button', { name: 'Start camera' }).click();
    const video = page.locator('video');
    await video.waitFor();
    const size = () => video.evaluate((element: HTMLVideoElement) => element.videoHeight);
    expect(await size()).toBe(720);
    await page.getByRole('combobox', { name: 'Resolution' }).selectOption('640 × 480');
    await expect.poll(size).toBe(480);
    await page.reload();
    await page.getByRole('button', { name: 'Start camera' }).click();
    await expect.poll(size).toBe(480);
    expect(await page.getByRole('combobox', { name: 'Resolution' }).inputValue()).toBe('480');
  });
});

describe('a whole video', () => {
  it('is read as fast as this machine can, with progress, and no sample is missing', async () => {
    const page = await openPage();
    await page.getByRole('button', { name: 'Clip, 30 s' }).click();
    await page.getByRole('slider', { name: 'Position' }).waitFor();
    await page.getByRole('combobox', { name: 'Frames to read of each second' }).selectOption('2 / s');
    await page.getByRole('button', { name: 'Read it all' }).click();
    await expect.poll(() => page.getByTestId('scan').innerText()).toMatch(/^\d+ %, [\d.]+ ×/);
    await page.getByRole('button', { name: 'Read it all' }).waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByText('Export', { exact: true }).click();
    await page.getByRole('button', { name: /^CSV/ }).click();
    const table = (await readFile(await (await downloading).path(), 'utf8')).trim().split('\r\n');
    const [header, ...rows] = table.map((row) => row.replace(/^"[^"]*"/, 'clip').split(','));
    const times = new Set(rows.map((row) => Number(row[header.indexOf('timestamp')])));
    expect([...times].map((time) => Math.floor(time * 2 + 0.01))).toEqual(
      Array.from({ length: 60 }, (_, i) => i),
    );
  });

  it('is left where it is by Escape, with what was read so far on show', async () => {
    const page = await openPage();
    await page.getByRole('button', { name: 'Clip, 30 s' }).click();
    await page.getByRole('button', { name: 'Read it all' }).click();
    await expect.poll(() => page.getByTestId('scan').innerText()).toMatch(/^[1-9]\d* %/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Read it all' }).waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    const state = page.getByTestId('session-state');
    expect(await state.innerText()).toBe('Not kept');
    const count = await page.getByRole('region', { name: 'Session' }).count();
    expect(count).toBe(1);
  });
});

describe('a face that changes its expression back and forth', () => {
  it('keeps its label over the picture, and is exported as it was read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'affect-detect-flicker-'));
    try {
      const file = join(folder, 'flicker.mp4');
      const size = { width: 480, height: 560 };
      const [happy, neutral] = await Promise.all(
        ['collins', 'hopper'].map((name) =>
          sharp(`samples/${name}.jpg`)
            .trim()
            .resize({ ...size, fit: 'cover' })
            .removeAlpha()
            .raw()
            .toBuffer(),
        ),
      );
      // Six frames of one, three of the other.
      const picture = (frame: number) => (frame % 9 < 6 ? happy : neutral);
      makeVideo(file, { ...size, picture, times: constantRate(60, 30) });

      const page = await openPage();
      await page.getByRole('slider', { name: 'Smoothing' }).fill('0');
      await page.getByLabel('Picture or video file').setInputFiles(file);
      await page.getByRole('slider', { name: 'Position' }).waitFor();
      await page.getByRole('application', { name: 'Time course' }).waitFor();
      // It plays to its end, and rests there.
      await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
      await page.getByRole('combobox', { name: 'Frames to read of each second' }).selectOption('30 / s');
      await page.evaluate(() => {
        const labels: string[] = [];
        Object.assign(globalThis, { labels });
        const watch = () => labels.push(document.querySelector('.face-expression')?.textContent ?? 'nobody');
        new MutationObserver(watch).observe(document.querySelector('.panel')!, {
          subtree: true,
          childList: true,
          characterData: true,
        });
      });
      await page.getByRole('button', { name: 'Read it all' }).click();
      await page.getByTestId('scan').waitFor();
      await page.getByRole('button', { name: 'Read it all' }).waitFor({ timeout: 60_000 });
      const labels = await page.evaluate(() => (globalThis as unknown as { labels: string[] }).labels);
      expect(labels.length).toBeGreaterThan(3);
      expect([...new Set(labels)]).toEqual(['Happy']);

      const csv = (await exportAs(page, 'CSV')).bytes.toString().trim().split('\r\n');
      const column = csv[0].split(',').indexOf('expression');
      const read = csv.slice(1).map((row) => row.split(',')[column]);
      expect(read).toHaveLength(60);
      expect(read.filter((expression) => expression === 'neutral')).toHaveLength(18);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('several pictures at once', () => {
  const FILES = ['samples/collins.jpg', 'samples/hopper.jpg', 'samples/group.jpg'];
  const broken = { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') };

  it('are all read; each is shown with its faces when it is chosen', async () => {
    const page = await openPage();
    const files = await Promise.all(
      FILES.map(async (path) => ({
        name: path.slice(8),
        mimeType: 'image/jpeg',
        buffer: await readFile(path),
      })),
    );
    await page.getByLabel('Picture or video file').setInputFiles([...files.slice(0, 2), broken, files[2]]);
    const strip = page.getByRole('region', { name: '4 pictures' });
    await strip.getByText('all read').waitFor();
    expect((await strip.getByRole('listitem').allInnerTexts()).map((text) => text.split(/\s*\n\s*/))).toEqual(
      [
        ['collins.jpg', 'Happy'],
        ['hopper.jpg', 'Neutral'],
        ['notes.jpg', "Can't be read"],
        ['group.jpg', expect.stringMatching(/^(Happy|Neutral) \+ 3$/)],
      ],
    );
    expect(await faceLines(page)).toEqual([expect.stringMatching(/^Face 1 Happy/)]);
    expect(await accessibilityProblemsInAllLooks(page)).toEqual([]);
    await strip.getByRole('button', { name: 'hopper.jpg' }).click();
    await expect.poll(() => faceLines(page)).toEqual([expect.stringMatching(/^Face 1 Neutral/)]);
    await strip.getByRole('button', { name: 'group.jpg' }).click();
    await expect.poll(async () => (await faceLines(page)).length).toBe(4);
    await strip.getByRole('button', { name: 'notes.jpg' }).click();
    await expect.poll(() => page.getByRole('alert').innerText()).toContain("notes.jpg can't be decoded");

    const downloading = page.waitForEvent('download');
    await strip.getByRole('button', { name: 'Save as CSV' }).click();
    const csv = await readFile(await (await downloading).path(), 'utf8');
    const names = csv
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',')[0]);
    expect(names).toEqual(['collins.jpg', 'hopper.jpg', 'group.jpg', 'group.jpg', 'group.jpg', 'group.jpg']);

    await page.getByRole('button', { name: 'Collins', exact: true }).click();
    await expect.poll(() => strip.count()).toBe(0);
  });
});

describe('what is dropped at once', () => {
  /** Drop files of the project on the page, as the system does. */
  async function drop(page: AppPage['page'], samples: Readonly<Record<string, string>>): Promise<void> {
    const contents = await Promise.all(
      Object.entries(samples).map(async ([name, sample]) => {
        return { name, base64: (await readFile(`samples/${sample}`)).toString('base64') };
      }),
    );
    const data = await page.evaluateHandle(async (files) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of files) {
        const type = { mp4: 'video/mp4', jpg: 'image/jpeg' }[name.slice(-3)] ?? 'application/pdf';
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
      }
      return transfer;
    }, contents);
    await page.dispatchEvent('body', 'drop', { dataTransfer: data });
  }

  it('are videos that wait for their turn', async () => {
    const page = await openPage();
    await drop(page, { 'first.mp4': 'clip.mp4', 'second.mp4': 'clip.mp4' });
    const strip = page.getByRole('region', { name: '2 videos' });
    await strip.waitFor();
    await page.locator('video[aria-label="first.mp4"]').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await strip.getByRole('button', { name: 'second.mp4' }).click();
    await page.locator('video[aria-label="second.mp4"]').waitFor();
    await page.getByRole('application', { name: 'Time course' }).waitFor();
    expect(await strip.getByRole('button', { pressed: true }).innerText()).toContain('second.mp4');
    await page.keyboard.press('Escape');
    await strip.getByRole('button', { name: 'first.mp4' }).click();
    await page.locator('video[aria-label="first.mp4"]').waitFor();
    await page.getByRole('button', { name: 'Collins', exact: true }).click();
    await strip.waitFor({ state: 'detached' });
  });

  it('are pictures, with what is left out said', async () => {
    const page = await openPage();
    await drop(page, {
      'collins.jpg': 'collins.jpg',
      'film.mp4': 'clip.mp4',
      'hopper.jpg': 'hopper.jpg',
      'paper.pdf': 'hopper.jpg',
    });
    const strip = page.getByRole('region', { name: '2 pictures' });
    await strip.getByText('all read').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('Left out: film.mp4 and 1 more.');
    await page.getByRole('button', { name: 'Dismiss this message' }).click();
    expect(await faceLines(page)).toEqual([expect.stringMatching(/^Face 1 Happy/)]);
  });

  it('is a session beside its video', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'affect-detect-pair-'));
    try {
      await writeRecordingCsv(join(folder, 'clip.csv'), { seconds: 30, faces: 1 });
      const page = await openPage();
      const picker = page.getByLabel('Picture or video file');
      await picker.setInputFiles([join(folder, 'clip.csv'), 'samples/clip.mp4']);
      await page.locator('video[aria-label="clip.mp4"]').waitFor();
      await expect.poll(() => page.getByTestId('session-state').innerText()).toMatch(/^Kept in this browser/);
      await page.getByRole('img', { name: '1 face marked in the picture' }).waitFor();
      expect(await page.getByRole('button', { name: 'Read it all' }).count()).toBe(0);
      expect(await page.getByRole('alert').count()).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is a folder, with the pictures of its folders', async () => {
    const page = await openPage();
    // The page takes no files before it is there.
    await page.getByRole('radiogroup', { name: 'Face whose bars' }).waitFor();
    const folder = await mkdtemp(join(tmpdir(), 'affect-detect-folder-'));
    try {
      await mkdir(join(folder, 'more'));
      await copyFile('samples/hopper.jpg', join(folder, 'more', 'hopper.jpg'));
      await copyFile('samples/collins.jpg', join(folder, 'collins.jpg'));
      await writeFile(join(folder, '.DS_Store'), 'a note of the system');
      const debug = await page.context().newCDPSession(page);
      const data = { items: [], files: [folder], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await debug.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
      }
      const strip = page.getByRole('region', { name: '2 pictures' });
      await strip.getByText('all read').waitFor();
      expect(
        (await strip.getByRole('listitem').allInnerTexts()).map((text) => text.split(/\s*\n\s*/)),
      ).toEqual([
        ['collins.jpg', 'Happy'],
        ['hopper.jpg', 'Neutral'],
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
