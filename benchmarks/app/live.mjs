/** A camera with two faces is read and recorded for minutes, as in a study. */
import { listen } from '../../dist/server/index.js';
import { mean, quantile, startBrowser, temporaryFolder } from './browser.mjs';
import { fakeCamera } from './fake-camera.mjs';
import { installMeters } from './page-meters.mjs';
import { memoryOf } from './processes.mjs';

/** How often what the page shows is read, ms. */
const SAMPLE_MS = 1000;
/** Rates are counted from here on, seconds: by then the networks have run often enough to be compiled fully. */
const WARM_UP = 10;

export async function measureLive({ executablePath, minutes }) {
  const profile = temporaryFolder();
  const server = await listen({ port: 0 });
  const browser = await startBrowser(executablePath, { profile, args: await fakeCamera(temporaryFolder()) });
  const page = await browser.newPage();
  await page.addInitScript(installMeters);
  await page.goto(server.url);
  await page.getByTestId('offline').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Start camera' }).click();
  await page.getByRole('application', { name: 'Time course' }).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.waitForTimeout(WARM_UP * 1000);

  const debug = await page.context().newCDPSession(page);
  await debug.send('Performance.enable');
  const takeMemory = async (minute) => {
    await debug.send('HeapProfiler.collectGarbage');
    const { metrics } = await debug.send('Performance.getMetrics');
    const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize').value;
    return { minute, heapMB: heap / 2 ** 20, ...memoryOf(profile) };
  };
  const from = await page.evaluate(() => performance.now());
  const memory = [await takeMemory(0)];
  const rates = [];
  const began = performance.now();
  for (let quarter = 1; quarter <= 4; quarter++) {
    while (performance.now() - began < (quarter * minutes * 60_000) / 4) {
      await page.waitForTimeout(SAMPLE_MS);
      rates.push(await page.evaluate(readRates));
    }
    memory.push(await takeMemory((quarter * minutes) / 4));
    console.error(JSON.stringify(memory.at(-1)));
  }
  const to = await page.evaluate(() => performance.now());
  const { longTasks, chartDraws, screenDraws } = await page.evaluate(() => globalThis.meters);
  const frames = await page.getByTestId('summary-frames').innerText();
  await browser.close();
  await server.close();

  const during = (times) => times.filter((time) => time >= from && time <= to);
  // Collecting garbage on demand, five times, stops the page; it is ours, not the page's.
  const tasks = longTasks.filter(([start]) => start >= from && start <= to).map(([, ms]) => ms);
  const fps = rates.map((rate) => rate.fps);
  const latencies = rates.map((rate) => rate.latencyMs);
  const draws = perSecond(during(chartDraws));
  const figures = {
    minutes,
    framesRead: Number(frames),
    fps: { mean: mean(fps), p5: quantile(fps, 0.05) },
    latencyMs: { median: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) },
    chartDrawsPerSecond: { mean: mean(draws), p5: quantile(draws, 0.05) },
    screenDrawsPerSecond: mean(perSecond(during(screenDraws))),
    longTasks: { count: tasks.length, longestMs: Math.max(0, ...tasks) },
    memory,
  };
  print(figures);
  return figures;
}

/** What the page says of its own speed. */
function readRates() {
  const number = (id) => Number.parseFloat(document.querySelector(`[data-testid=${id}]`).textContent);
  return { fps: number('fps'), latencyMs: number('latency') };
}

/** How many of these moments fall into each whole second. */
function perSecond(times) {
  const counts = new Map();
  for (const time of times)
    counts.set(Math.floor(time / 1000), (counts.get(Math.floor(time / 1000)) ?? 0) + 1);
  return [...counts.values()].slice(1, -1);
}

function print({
  minutes,
  framesRead,
  fps,
  latencyMs,
  chartDrawsPerSecond,
  screenDrawsPerSecond,
  longTasks,
  memory,
}) {
  console.log(
    `\n${minutes} min of a camera with two faces, 1280 x 720 at 30 Hz, recorded: ${framesRead} frames read`,
  );
  console.log(`frames read a second    ${fps.mean.toFixed(1)} mean, ${fps.p5.toFixed(1)} 5th percentile`);
  console.log(
    `latency                 ${latencyMs.median.toFixed(0)} ms median, ${latencyMs.p95.toFixed(0)} ms 95th percentile`,
  );
  console.log(
    `chart drawn a second    ${chartDrawsPerSecond.mean.toFixed(1)} mean, ${chartDrawsPerSecond.p5.toFixed(1)} 5th percentile`,
  );
  console.log(`screen drawn a second   ${screenDrawsPerSecond.toFixed(1)} mean`);
  console.log(`long tasks (> 50 ms)    ${longTasks.count}, longest ${longTasks.longestMs.toFixed(0)} ms`);
  console.log("minute   JS heap after collection   memory of the page's process   of all others");
  for (const { minute, heapMB, pageMB, othersMB } of memory)
    console.log(
      `${minute.toFixed(1).padStart(6)}   ${heapMB.toFixed(1).padStart(21)} MB   ${pageMB.toFixed(0).padStart(25)} MB   ${othersMB.toFixed(0).padStart(10)} MB`,
    );
}
