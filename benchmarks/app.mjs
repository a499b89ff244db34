/**
 * How the web app does in a real browser, served by the real server.
 *
 *   node benchmarks/app.mjs live [--minutes 10]     a camera is read and recorded: rates, long tasks, memory
 *   node benchmarks/app.mjs memory [--minutes 10]   memory of that, beside a page that only shows the camera
 *   node benchmarks/app.mjs hour                    the time course with an hour of two faces at 30 Hz: redraw, zoom, pan
 *   node benchmarks/app.mjs first-result [--runs 10]  from opening the page to the first faces
 *   node benchmarks/app.mjs transfer                what the first visit costs, by part
 *
 * With [--out FILE] the figures go to a file too. `npm run build` comes first. Chromium is found as by `npm test`; it runs
 * without a screen and without a GPU.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../scripts/chromium.mjs';
import { measureFirstResult } from './app/first-result.mjs';
import { measureHour } from './app/hour.mjs';
import { measureLive } from './app/live.mjs';
import { measureMemory } from './app/memory.mjs';
import { measureTransfer } from './app/transfer.mjs';

const MEASUREMENTS = {
  live: measureLive,
  memory: measureMemory,
  hour: measureHour,
  'first-result': measureFirstResult,
  transfer: measureTransfer,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '10' },
    runs: { type: 'string', default: '10' },
    out: { type: 'string' },
  },
});
const measure = MEASUREMENTS[positionals[0]];
if (!measure) {
  console.error(`one of ${Object.keys(MEASUREMENTS).join(', ')} must be named`);
  process.exit(2);
}
const executablePath = ensureChromium();
const machine = await describeMachine();
console.log(
  Object.entries(machine)
    .map(([name, value]) => `${name} ${value}`)
    .join(', '),
);
const figures = await measure({
  executablePath,
  minutes: Number(values.minutes),
  runs: Number(values.runs),
});
if (values.out) writeFileSync(values.out, `${JSON.stringify({ machine, ...figures }, null, 2)}\n`);

async function describeMachine() {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const version = browser.version();
  await browser.close();
  const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    chromium: version,
    'onnxruntime-web': dependencies['onnxruntime-web'],
  };
}
