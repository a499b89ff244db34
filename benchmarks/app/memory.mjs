/** Memory while a camera is read and recorded, beside a page that only shows the same camera: what is ours grows by itself. */
import { createServer } from 'node:http';
import { listen } from '../../dist/server/index.js';
import { startBrowser, temporaryFolder } from './browser.mjs';
import { fakeCamera } from './fake-camera.mjs';
import { memoryOf } from './processes.mjs';

const SAMPLES = 10;

/** A page that shows the camera and does nothing else. */
const BARE_PAGE = `<!doctype html><title>Camera</title><video id="video" muted></video><script type="module">
video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720, frameRate: 30 } });
await video.play();
</script>`;

export async function measureMemory({ executablePath, minutes }) {
  const camera = await fakeCamera(temporaryFolder());
  const server = await listen({ port: 0 });
  const bare = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(BARE_PAGE));
  await new Promise((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const profiles = { bare: temporaryFolder(), app: temporaryFolder() };
  const start = async (profile, url) => {
    const browser = await startBrowser(executablePath, { profile, args: camera });
    const page = await browser.newPage();
    await page.goto(url);
    return page;
  };
  const barePage = await start(profiles.bare, `http://127.0.0.1:${bare.address().port}/`);
  await barePage.waitForFunction(() => document.querySelector('video').readyState === 4);
  const page = await start(profiles.app, server.url);
  await page.getByTestId('offline').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Start camera' }).click();
  await page.getByRole('application', { name: 'Time course' }).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Record', exact: true }).click();

  console.log(
    '\nMB               a page that only shows the camera           the app, which reads and records it',
  );
  console.log(
    'minute   the page   other processes   together        the page   other processes   together   frames',
  );
  const samples = [];
  const began = performance.now();
  for (let i = 0; i <= SAMPLES; i++) {
    const minute = (i * minutes) / SAMPLES;
    const rest = began + minute * 60_000 - performance.now();
    if (rest > 0) await page.waitForTimeout(rest);
    const frames = Number(await page.getByTestId('summary-frames').innerText());
    samples.push({ minute, frames, bare: memoryOf(profiles.bare), app: memoryOf(profiles.app) });
    console.log(line(samples.at(-1)));
  }
  await barePage.context().close();
  await page.context().close();
  await server.close();
  bare.close();
  bare.closeAllConnections();
  return { minutes, samples };
}

function line({ minute, frames, bare, app }) {
  const columns = ({ pageMB, othersMB }) =>
    [pageMB, othersMB, pageMB + othersMB]
      .map((value, i) => value.toFixed(0).padStart([11, 18, 11][i]))
      .join('');
  return `${minute.toFixed(1).padStart(6)}${columns(bare)}     ${columns(app)}${String(frames).padStart(9)}`;
}
