import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, openAppPage } from './support/app-page.js';

let app: AppPage;
let policy: string | undefined;

beforeAll(async () => {
  app = await openAppPage({ viewport: { width: 1360, height: 900 } });
  policy = (await app.page.goto(app.url))?.headers()['content-security-policy'];
});

afterAll(() => app?.close());

/** What the list of faces says, a line a face. */
async function faceLines(): Promise<string[]> {
  const texts = await app.page.getByRole('radiogroup').locator('label').allInnerTexts();
  return texts.map((text) => text.replaceAll(/\s+/g, ' ').trim());
}

async function expectFaces(count: number): Promise<string[]> {
  await expect.poll(async () => (await faceLines()).length, { timeout: 30_000 }).toBe(count);
  return faceLines();
}

/** Open the clip; it plays. */
async function openClip(): Promise<void> {
  await app.page.getByRole('button', { name: 'Clip, 30 s' }).click();
  await app.page.getByRole('slider', { name: 'Position' }).waitFor();
}

/** Open the clip, and let it rest. A machine that is slow enough has played all of it by now. */
async function openClipAtRest(): Promise<void> {
  await openClip();
  const video = app.page.locator('video');
  await expect.poll(() => video.evaluate((element) => (element as HTMLVideoElement).played.length)).toBe(1);
  await video.evaluate((element) => (element as HTMLVideoElement).pause());
  await app.page.getByRole('button', { name: 'Play', exact: true }).waitFor();
}

describe('the page on its first visit', () => {
  it('reads the sample without a click: two smiling and two composed faces', async () => {
    expect(policy).toContain("default-src 'none'");
    const lines = await expectFaces(4);
    expect(lines[0]).toMatch(/^Face 1 Happy \d+ %$/);
    expect(lines[1]).toMatch(/^Face 2 Neutral \d+ %$/);
    expect(lines[2]).toMatch(/^Face 3 Neutral \d+ %$/);
    expect(lines[3]).toMatch(/^Face 4 Happy \d+ %$/);
  });

  it('is cross-origin isolated and runs on threads', async () => {
    expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(true);
    await expect.poll(() => app.page.getByTestId('backend').innerText()).toMatch(/^WebAssembly/);
  });

  it('draws a box over every face, as sharp as the screen', async () => {
    const canvas = app.page.getByRole('img', { name: '4 faces marked in the picture' });
    await canvas.waitFor();
    const { ratio, painted } = await canvas.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const pixels = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
      const isOrange = (i: number) => pixels[i] === 0xe6 && pixels[i + 1] === 0x9f && pixels[i + 2] === 0;
      let count = 0;
      for (let i = 0; i < pixels.length; i += 4) if (isOrange(i)) count++;
      return { ratio: width / element.getBoundingClientRect().width / devicePixelRatio, painted: count };
    });
    expect(ratio).toBeCloseTo(1, 2);
    expect(painted).toBeGreaterThan(1000);
  });

  it('shows the seven probabilities of the face that is clicked in the picture', async () => {
    const overlay = app.page.locator('.overlay');
    const bounds = (await overlay.boundingBox())!;
    // The middle of the first face of samples/group.jpg.
    await overlay.click({ position: { x: (270 / 1280) * bounds.width, y: (280 / 720) * bounds.height } });
    expect(await app.page.getByRole('radio', { checked: true }).count()).toBe(1);
    const meters = app.page.getByRole('meter');
    expect(await meters.count()).toBe(7);
    const happy = app.page.getByRole('meter', { name: 'Happy' });
    await expect.poll(async () => Number(await happy.getAttribute('aria-valuenow'))).toBeGreaterThan(90);
  });

  it('shows the bars of the face that is chosen from the keyboard', async () => {
    await app.page.getByRole('radio').first().focus();
    await app.page.keyboard.press('ArrowDown');
    await expect
      .poll(async () =>
        Number(await app.page.getByRole('meter', { name: 'Neutral' }).getAttribute('aria-valuenow')),
      )
      .toBeGreaterThan(50);
  });

  it('calls faces uncertain at once when the threshold is raised above them', async () => {
    const slider = app.page.getByRole('slider', { name: 'Threshold' });
    expect(await slider.inputValue()).toBe('0.4');
    const [happy, neutral] = (await faceLines()).map((line) => Number(/(\d+) %/.exec(line)![1]) / 100);
    expect(happy).toBeGreaterThan(neutral + 0.02);
    await slider.fill((neutral + 0.02).toFixed(2));
    await expect.poll(async () => (await faceLines())[1]).toMatch(/^Face 2 Uncertain \d+ %$/);
    expect((await faceLines())[0]).toMatch(/^Face 1 Happy/);
    await app.page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(async () => (await faceLines())[1]).toMatch(/^Face 2 Neutral/);
  });

  it('tells a screen reader what was read', async () => {
    await expect
      .poll(() => app.page.locator('.visually-hidden[role=status]').innerText())
      .toMatch(/4 faces\. Face \d:/);
  });
});

describe('other sources', () => {
  it.each([
    ['Collins', 'Happy'],
    ['Hopper', 'Neutral'],
  ])('reads the sample %s', async (name, expression) => {
    await app.page.getByRole('button', { name }).click();
    await expect.poll(async () => (await faceLines()).join()).toMatch(new RegExp(`^Face 1 ${expression}`));
  });

  it('plays the clip, and reads it frame by frame', async () => {
    await openClip();
    const [line] = await expectFaces(1);
    expect(line).toMatch(/^Face 1 Happy/);
    await expect.poll(() => app.page.getByTestId('fps').innerText()).toMatch(/^[\d.]+ \/ s$/);
    await expect.poll(() => app.page.getByTestId('latency').innerText()).toMatch(/^\d+ ms$/);
  });

  it('seeks in the clip, forwards to two faces and back to one', async () => {
    await openClipAtRest();
    const position = app.page.getByRole('slider', { name: 'Position' });
    await position.fill('13');
    await expectFaces(2);
    await position.fill('2');
    await expectFaces(1);
    await position.fill('11');
    // With `exact`, not what a screen reader is told, which ends with a full stop.
    await app.page.getByText('No face found', { exact: true }).waitFor();
  });

  it('reads a picture that is chosen from the disk', async () => {
    await app.page.getByLabel('Picture or video file').setInputFiles('samples/hopper.jpg');
    const [line] = await expectFaces(1);
    expect(line).toMatch(/^Face 1 Neutral/);
  });

  it('reads a picture that is dropped on the page', async () => {
    const data = await app.page.evaluateHandle(async () => {
      const src = document.querySelector<HTMLImageElement>('.thumbnail img')!.src;
      const transfer = new DataTransfer();
      transfer.items.add(new File([await (await fetch(src)).blob()], 'dropped.jpg', { type: 'image/jpeg' }));
      return transfer;
    });
    await app.page.dispatchEvent('body', 'drop', { dataTransfer: data });
    await expectFaces(4);
  });

  it.each([
    ['notes.jpg', 'image/jpeg'],
    ['notes.mp4', 'video/mp4'],
  ])('says that a broken %s cannot be decoded, and goes on', async (name, mimeType) => {
    const buffer = Buffer.from('not what its name says');
    await app.page.getByLabel('Picture or video file').setInputFiles({ name, mimeType, buffer });
    await expect.poll(() => app.page.getByRole('alert').innerText()).toContain(`${name} can't be decoded`);
    await app.page.getByRole('button', { name: 'Dismiss this message' }).click();
    await app.page.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('opens with the sample that the address names', async () => {
    await app.page.goto(`${app.url}?sample=hopper`);
    const [line] = await expectFaces(1);
    expect(line).toMatch(/^Face 1 Neutral/);
  });
});

describe('privacy', () => {
  it('sent nothing to any other host through all of this, and broke no rule of its policy', () => {
    expect(app.foreignRequests).toEqual([]);
    expect(app.problems).toEqual([]);
  });

  it('could not talk to another host if it tried', async () => {
    const outcome = await app.page.evaluate(async () => {
      const violated = new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        });
      });
      const fetched = await fetch('https://example.com/').then(
        () => 'fetched',
        () => 'refused',
      );
      return [fetched, await violated];
    });
    expect(outcome).toEqual(['refused', 'connect-src']);
  });
});
