// Take the pictures of the web app that the docs, the README and the manifest show: `node scripts/screenshots.mjs`, or
// with the names of some of them. Each is made by going through the page as a user does; `npm run build` comes first.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { startBrowser, temporaryFolder } from '../benchmarks/app/browser.mjs';
import { fakeCamera } from '../benchmarks/app/fake-camera.mjs';
import { csvHeader, csvRows, EXPRESSIONS } from '../dist/core/index.js';
import { listen } from '../dist/server/index.js';
import { ensureChromium } from './chromium.mjs';
import { ROOT } from './setup.mjs';

const DOCS = join(ROOT, 'docs/images');
const MANIFEST = join(ROOT, 'app/public/screenshots');
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
/** No picture is to weigh more, bytes. */
const MOST_BYTES = 200_000;

const executablePath = ensureChromium();
const folder = temporaryFolder();
const camera = await fakeCamera(folder);

const PICTURES = {
  async app() {
    await onPage({}, async (page, url) => {
      await page.goto(url);
      await facesOf(page, 4);
      const picture = await page.screenshot();
      await save(picture, join(DOCS, 'app.webp'));
      await save(picture, join(MANIFEST, 'wide.webp'));
    });
  },

  async live() {
    await onPage({ viewport: { width: 1280, height: 1200 }, args: camera }, async (page, url) => {
      await startCamera(page, url);
      await page.getByRole('button', { name: 'Record', exact: true }).click();
      await page.getByLabel('Name of the session').fill('Two people');
      await page.getByLabel('Name of the session').blur();
      await page.waitForTimeout(12_000);
      await page.keyboard.press('m');
      await page.waitForTimeout(8_000);
      await save(await page.screenshot(), join(DOCS, 'live.webp'));
    });
  },

  async 'time-course'() {
    await onPage({ viewport: { width: 1280, height: 1000 } }, async (page, url) => {
      await readClip(page, url);
      await page.getByLabel('Face in the time course').selectOption('all');
      await hoverOverCourse(page, 0.5);
      await save(await card(page, 'Time course').screenshot(), join(DOCS, 'time-course.webp'));
    });
  },

  async dark() {
    await onPage({ viewport: { width: 1280, height: 2000 }, colorScheme: 'dark' }, async (page, url) => {
      await readClip(page, url);
      await hoverOverCourse(page, 0.72);
      await save(await page.screenshot({ fullPage: true }), join(DOCS, 'dark.webp'));
    });
  },

  async comparison() {
    await onPage({ viewport: { width: 1280, height: 1000 } }, async (page, url) => {
      await page.goto(url);
      await facesOf(page, 4);
      for (const [group, liking] of [
        ['Advert A', 1.6],
        ['Advert B', 0.3],
      ]) {
        for (let person = 1; person <= 4; person++) {
          const name = `${group.replace(' ', '-')}-P${person}.csv`;
          await openDrawer(page);
          await page.getByLabel('Session or table to import').setInputFiles({
            name,
            mimeType: 'text/csv',
            buffer: Buffer.from(madeUpTable(name, liking, person + 10 * liking)),
          });
          await page.getByRole('dialog').waitFor({ state: 'hidden' });
        }
      }
      await openDrawer(page);
      const groups = page.getByPlaceholder('Group');
      for (let i = 0; i < 8; i++) {
        const name = await page.locator('.session-item input[aria-label=Name]').nth(i).inputValue();
        await groups.nth(i).fill(name.slice(0, 8).replace('-', ' '));
        await groups.nth(i).blur();
      }
      for (const box of await page.getByRole('checkbox', { name: /^Compare / }).all()) await box.check();
      await save(await page.screenshot(), join(DOCS, 'sessions.webp'));
      await page.getByRole('button', { name: 'Compare 8' }).click();
      await card(page, 'Comparison').waitFor();
      await page.mouse.move(1, 1);
      await save(await card(page, 'Comparison').screenshot(), join(DOCS, 'comparison.webp'));
    });
  },

  async study() {
    const stimuli = ['collins', 'hopper', 'group'].map((name) => ({
      kind: 'image',
      file: `${name}.jpg`,
      label: `Picture ${name}`,
      seconds: 4,
    }));
    const study = join(folder, 'pictures.study.json');
    const consent =
      'While you look at three pictures, this page reads the expressions of your face.\nOnly numbers are kept, in this browser. You may stop at any time with Escape.';
    writeFileSync(study, JSON.stringify({ study: 1, title: 'Three pictures', consent, pause: 0.5, stimuli }));
    const sample = (name) => join(ROOT, 'samples', `${name}.jpg`);
    await onPage({ viewport: { width: 1280, height: 900 }, args: camera }, async (page, url) => {
      await page.goto(url);
      await facesOf(page, 4);
      const files = [study, sample('collins'), sample('hopper'), sample('group')];
      await page.getByLabel('Picture or video file').setInputFiles(files);
      await page.getByRole('dialog', { name: 'Three pictures' }).waitFor();
      await page.getByRole('textbox', { name: 'Participant code' }).fill('P01');
      await page.getByRole('checkbox', { name: 'I have read this and agree' }).check();
      await save(await page.screenshot(), join(DOCS, 'study.webp'));
      await page.getByRole('button', { name: 'Begin' }).click();
      await page.getByRole('button', { name: 'Show the response' }).click({ timeout: 90_000 });
      const response = page.getByRole('region', { name: 'Response by stimulus' });
      await save(await response.screenshot(), join(DOCS, 'study-response.webp'));
    });
  },

  async phone() {
    await onPage({ viewport: PHONE, deviceScaleFactor: 2, hasTouch: true }, async (page, url) => {
      await page.goto(url);
      await facesOf(page, 4);
      const picture = await page.screenshot();
      await save(picture, join(DOCS, 'phone.webp'));
      await save(picture, join(MANIFEST, 'narrow.webp'));
    });
  },
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PICTURES);
for (const name of wanted) await PICTURES[name]();

/** Serve the app, and go through it in a browser that knows nothing of it. */
async function onPage({ args, ...options }, go) {
  const server = await listen({ port: 0 });
  const browser = await startBrowser(executablePath, {
    args,
    viewport: WIDE,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    ...options,
  });
  await go(await browser.newPage(), server.url);
  await browser.close();
  await server.close();
}

async function facesOf(page, count) {
  await page
    .locator('.faces .face')
    .nth(count - 1)
    .waitFor({ timeout: 60_000 });
  await page.waitForTimeout(500);
}

async function startCamera(page, url) {
  await page.goto(url);
  await facesOf(page, 4);
  await page.getByRole('button', { name: 'Start camera' }).click();
  await page.getByRole('application', { name: 'Time course' }).waitFor({ timeout: 60_000 });
}

/** Read all of the clip, ten frames a second. */
async function readClip(page, url) {
  await page.goto(`${url}?sample=clip`);
  await page.getByRole('button', { name: 'Read it all' }).click();
  await page.getByTestId('scan').waitFor();
  await page.getByRole('button', { name: 'Read it all' }).waitFor({ timeout: 120_000 });
  await page.locator('section[aria-busy=false]').waitFor();
}

/** Point at a moment of the time course; the table beside it then shows that one. */
async function hoverOverCourse(page, share) {
  // A chart of other lines is made anew.
  await page.waitForTimeout(500);
  const area = page.locator('.course-upper .u-over');
  await area.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await area.boundingBox();
  await page.mouse.move(x + share * width, y + height / 2);
  await page.waitForTimeout(300);
}

function openDrawer(page) {
  return page.getByRole('button', { name: /^Sessions/ }).click();
}

function card(page, name) {
  return page.getByRole('region', { name, exact: true });
}

/** A table of twenty made-up seconds: somebody who likes what is shown more and more, or does not. */
function madeUpTable(source, liking, seed) {
  const lines = [csvHeader()];
  for (let frame = 0; frame < 200; frame++) {
    const scores = EXPRESSIONS.map((name, i) => {
      const drift = Math.sin(frame / 23 + i + seed) + 0.6 * Math.sin(frame / 7 + 3 * i + 2 * seed);
      if (name === 'happy') return liking * (0.5 + frame / 90) + drift;
      return (name === 'neutral' ? 2.2 : name === 'surprise' ? 0.6 : -0.4) + drift;
    });
    const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
    const probabilities = Object.fromEntries(EXPRESSIONS.map((name, i) => [name, Math.exp(scores[i]) / sum]));
    const [expression, probability] = Object.entries(probabilities).sort((a, b) => b[1] - a[1])[0];
    const face = {
      box: { x: 500, y: 200, width: 220, height: 260 },
      score: 0.95,
      keypoints: [560, 660, 610, 570, 650].map((x, i) => [x, 280 + 30 * i]),
      trackId: 1,
      expression: probability < 0.4 ? null : expression,
      probability,
      probabilities,
      rawProbabilities: probabilities,
    };
    lines.push(
      csvRows({ schema: 1, source, width: 1280, height: 720, timestamp: frame / 10, faces: [face] }),
    );
  }
  return lines.join('');
}

/** Write a picture as WebP, as well as its weight allows. */
async function save(png, path) {
  mkdirSync(join(path, '..'), { recursive: true });
  let picture;
  for (const quality of [90, 82, 74, 66]) {
    picture = await sharp(png).webp({ quality, effort: 6 }).toBuffer();
    if (picture.length <= MOST_BYTES) break;
  }
  writeFileSync(path, picture);
  console.log(`${path.slice(ROOT.length + 1)}: ${(picture.length / 1000).toFixed(0)} kB`);
}
