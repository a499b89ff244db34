/** From opening the page to the first faces on show. */
import { listen } from '../../dist/server/index.js';
import { spread, startBrowser, temporaryFolder } from './browser.mjs';
import { fakeCamera } from './fake-camera.mjs';

export async function measureFirstResult({ executablePath, runs }) {
  const server = await listen({ port: 0 });
  const args = await fakeCamera(temporaryFolder());
  const figures = {
    'first visit': [],
    'browser just started': [],
    'page opened again': [],
    'camera, page just opened': [],
  };
  for (let run = 0; run < runs; run++) {
    const profile = temporaryFolder();
    let browser = await startBrowser(executablePath, { profile, args });
    figures['first visit'].push(await timeToFaces(await browser.newPage(), server.url));
    // Twice, for what the browser keeps of compiled code, and once kept for use without a network.
    const page = browser.pages().at(-1);
    await page.getByTestId('offline').waitFor({ timeout: 60_000 });
    await timeToFaces(page, server.url);
    await page.waitForTimeout(2000);
    figures['page opened again'].push(await timeToFaces(page, server.url));
    await browser.close();
    browser = await startBrowser(executablePath, { profile, args });
    figures['browser just started'].push(await timeToFaces(await browser.newPage(), server.url));
    figures['camera, page just opened'].push(await timeToCameraFaces(browser.pages().at(-1), server.url));
    await browser.close();
    console.error(
      `run ${run + 1}: ${Object.values(figures)
        .map((times) => Math.round(times.at(-1)))
        .join(', ')} ms`,
    );
  }
  await server.close();
  console.log(`\nms from opening the page to the first faces, median (least to most) of ${runs}`);
  for (const [name, times] of Object.entries(figures)) console.log(`${name.padEnd(26)} ${spread(times)}`);
  return { runs: figures };
}

/** Open the page and wait until the faces of the sample are listed. */
async function timeToFaces(page, url) {
  await page.goto('about:blank');
  await page.goto(url, { waitUntil: 'commit' });
  return page.evaluate(waitForFaces);
}

/** Open the page, start the camera at once, and wait until its faces are listed. */
async function timeToCameraFaces(page, url) {
  await page.goto('about:blank');
  await page.goto(url, { waitUntil: 'commit' });
  await page.getByRole('button', { name: 'Start camera' }).click();
  return page.evaluate(waitForFaces);
}

/** @returns ms from the beginning of the navigation to when the browser has drawn the faces */
function waitForFaces() {
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('.faces .face')) requestAnimationFrame(() => resolve(performance.now()));
      else setTimeout(look, 4);
    };
    look();
  });
}
