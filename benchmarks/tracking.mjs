// Measures tracking on clips composed of the samples' portraits, whose truth is known, and writes tracking.json.
//
//   node benchmarks/tracking.mjs [detector] [variants]
//
// Each clip is 10 s of 640 x 360 px at 30 frames a second, in variants with other sizes, speeds and places that are drawn
// from fixed seeds: two where everybody is in sight all the time, else as many as asked for (default 6). The detector looks
// at every frame once; from what it finds a stream is then read that asks for every frame, and streams with longest
// intervals of 0.1 and 0.4 s between two looks.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrackingReport } from '../dist/core/evaluation/tracking-report.js';
import { EXPRESSIONS, StreamPipeline } from '../dist/core/index.js';
import { loadAffectDetector } from '../dist/node/index.js';
import { describeMachine } from './support/machine.mjs';
import { loadPortraits } from './support/portraits.mjs';
import {
  composeClip,
  HEIGHT,
  PASSING_CLIPS,
  SECONDS,
  STEADY_CLIPS,
  WIDTH,
} from './support/tracking-clips.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INTERVALS = [0, 0.1, 0.4];
const STEADY_VARIANTS = 2;
const [model, variants = '6'] = process.argv.slice(2);

const portraits = await loadPortraits();
const { pipeline } = await loadAffectDetector({ detector: model || undefined, threads: 1 });
const results = [];
for (const clip of Object.keys({ ...STEADY_CLIPS, ...PASSING_CLIPS })) {
  const takes = [];
  const seeds = clip in STEADY_CLIPS ? STEADY_VARIANTS : Number(variants);
  for (let seed = 1; seed <= seeds; seed++) takes.push(await look(clip, seed));
  for (const maxDetectionInterval of INTERVALS)
    results.push(await measure(clip, takes, maxDetectionInterval));
  console.error(`${clip}: done`);
}
await pipeline.dispose();
const { date, cpu, cores, node } = describeMachine();
const report = {
  date,
  detector: model || 'default',
  machine: { cpu, cores, node },
  results,
};
await writeFile(join(ROOT, 'benchmarks/tracking.json'), `${JSON.stringify(report, null, 1)}\n`);
console.log(table(results));

/** What there is to see in each frame of a clip, and what the detector finds. */
async function look(clip, seed) {
  const frames = [];
  for (const { timestamp, image, truths } of composeClip(clip, seed, portraits)) {
    frames.push({ timestamp, truths, detections: await pipeline.detector.detect(image, 'stream') });
  }
  return frames;
}

async function measure(clip, takes, maxDetectionInterval) {
  const report = new TrackingReport();
  let looks = 0;
  for (const [take, frames] of takes.entries())
    looks += await follow(frames, maxDetectionInterval, report, take);
  const minutes = (takes.length * SECONDS) / 60;
  const { faces, missed, falsePositives, idSwitches, fragments, meanIou } = report.summary();
  return {
    clip,
    variants: takes.length,
    maxDetectionInterval,
    looksPerSecond: looks / minutes / 60,
    faces,
    returns: takes.reduce((sum, frames) => sum + returnsOf(frames), 0),
    missed,
    falsePositives,
    idSwitches,
    fragments,
    idSwitchesPerMinute: idSwitches / minutes,
    fragmentsPerMinute: fragments / minutes,
    meanIou,
  };
}

/** @returns how many looks of the detector the stream asked for */
async function follow(frames, maxDetectionInterval, report, take) {
  let looks = 0;
  let current;
  const read = async (_, known) => {
    if (!known) looks++;
    const detections = known ?? current.detections;
    const probabilities = new Float32Array(detections.length * EXPRESSIONS.length).fill(
      1 / EXPRESSIONS.length,
    );
    return { detections, probabilities: Promise.resolve(probabilities) };
  };
  const stream = new StreamPipeline(read, { maxDetectionInterval });
  for (current of frames) {
    const { faces } = await stream.detect({ width: WIDTH, height: HEIGHT, timestamp: current.timestamp });
    report.add(
      current.truths.map(({ id, box }) => ({ id: 1000 * take + id, box })),
      faces.map(({ trackId, box }) => ({ id: trackId, box })),
    );
  }
  return looks;
}

/** How often somebody comes back into sight: so many ids can get lost. */
function returnsOf(frames) {
  const seen = new Set();
  let before = new Set();
  let returns = 0;
  for (const { truths } of frames) {
    const now = new Set(truths.map(({ id }) => id));
    for (const id of now) if (seen.has(id) && !before.has(id)) returns++;
    for (const id of now) seen.add(id);
    before = now;
  }
  return returns;
}

function table(results) {
  const header = [
    'clip',
    'interval',
    'looks / s',
    'returns',
    'missed',
    'false',
    'id switches',
    '/ min',
    'fragments',
    '/ min',
    'mean IoU',
  ];
  const rows = results.map((result) => [
    result.clip,
    `${result.maxDetectionInterval} s`,
    result.looksPerSecond.toFixed(1),
    result.returns,
    `${(100 * result.missed).toFixed(1)} %`,
    result.falsePositives,
    result.idSwitches,
    result.idSwitchesPerMinute.toFixed(1),
    result.fragments,
    result.fragmentsPerMinute.toFixed(1),
    result.meanIou.toFixed(3),
  ]);
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
