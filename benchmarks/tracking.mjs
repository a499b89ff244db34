// Measures tracking on clips composed of the samples' portraits, whose truth is known, and writes tracking.json.
//
//   node benchmarks/tracking.mjs [detector]
//
// Each clip is 10 s of 640 x 360 px at 30 frames a second. It is read with the detector looking at every frame, and with
// longest intervals of 0.2 and 0.4 s between its looks. Everything is drawn from fixed seeds.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { seededRandom } from '../dist/core/evaluation/seeded-random.js';
import { TrackingReport } from '../dist/core/evaluation/tracking-report.js';
import { loadAffectDetector } from '../dist/node/index.js';
import { describeMachine } from './support/machine.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const [WIDTH, HEIGHT, RATE, SECONDS] = [640, 360, 30, 10];
const INTERVALS = [0, 0.2, 0.4];
// Head and shoulders, and the face in them, as fractions of the cut.
const PORTRAITS = [
  { file: 'collins.jpg', face: { x: 406, y: 201, width: 149, height: 190 } },
  { file: 'hopper.jpg', face: { x: 385, y: 185, width: 180, height: 224 } },
];

/** Where the faces' centres are and how high they are, by time; later ones stand before earlier ones. */
const CLIPS = {
  still: () => [at(180, 180, 90), at(450, 180, 110)],
  trembling: (_, random) => [
    at(180 + 2 * random(), 180 + 2 * random(), 90),
    at(450 + 2 * random(), 180, 110),
  ],
  'moving evenly': (t) => [at(90 + 45 * t, 110, 80), at(550 - 45 * t, 260, 80)],
  'to and fro': (t) => [at(180 + 70 * Math.sin(4 * t), 180, 90), at(470, 180 + 50 * Math.sin(5 * t), 90)],
  nearer: (t) => [at(320, 180, 50 + 15 * t)],
  crossing: (t) => [at(100 + 45 * t, 170, 90), at(540 - 45 * t, 200, 100)],
  // It needs a second for as much as the wall is wide.
  'hidden for a second': (t) => [at(90 + WALL.width * Math.abs(((t + 5) % 10) - 5), 180, 80)],
  'lost for 0.1 s each second': (t) => [at(120 + 30 * t, 180, 80), at(450, 180, 100)],
};
const WALL = { left: 290, top: 60, width: 90, height: 240 };

const cuts = await Promise.all(PORTRAITS.map(cutPortrait));
const background = await sharp(noise(seededRandom(5)), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
  .png()
  .toBuffer();

const model = process.argv[2];
const results = [];
for (const [clip, place] of Object.entries(CLIPS)) {
  const frames = await compose(clip, place);
  for (const maxDetectionInterval of INTERVALS) {
    results.push({ clip, maxDetectionInterval, ...(await track(frames, maxDetectionInterval)) });
  }
  console.error(`${clip}: done`);
}
const { date, cpu, cores, node } = describeMachine();
const report = {
  date,
  detector: model ?? 'default',
  machine: { cpu, cores, node },
  results,
};
await writeFile(join(ROOT, 'benchmarks/tracking.json'), `${JSON.stringify(report, null, 1)}\n`);
console.log(table(results));

function at(x, y, height) {
  return { x, y, height };
}

async function cutPortrait({ file, face }) {
  const margin = Math.round(0.35 * face.height);
  const cut = {
    left: face.x - margin,
    top: face.y - margin,
    width: face.width + 2 * margin,
    height: face.height + 2 * margin,
  };
  return {
    face,
    cut,
    margin,
    bytes: await sharp(join(ROOT, 'samples', file))
      .extract(cut)
      .png()
      .toBuffer(),
  };
}

function noise(random) {
  return Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, () => 110 + 30 * random());
}

async function compose(clip, place) {
  const random = seededRandom(9);
  const frames = [];
  for (let i = 0; i < RATE * SECONDS; i++) {
    const t = i / RATE;
    const isBlank = clip.startsWith('lost') && t % 1 >= 0.5 && t % 1 < 0.6;
    const layers = [];
    const truths = [];
    for (const [k, { x, y, height }] of place(t, random).entries()) {
      const { face, cut, margin, bytes } = cuts[k];
      const scale = height / face.height;
      const width = Math.round(cut.width * scale);
      const left = Math.round(x - width / 2);
      const top = Math.round(y - (cut.height * scale) / 2);
      layers.push({ input: await sharp(bytes).resize({ width }).png().toBuffer(), left, top });
      const box = {
        x: left + margin * scale,
        y: top + margin * scale,
        width: face.width * scale,
        height,
      };
      truths.push({ id: k, box });
    }
    const isWalled = clip.startsWith('hidden');
    if (isWalled) {
      const { width, height, left, top } = WALL;
      layers.push({ input: { create: { width, height, channels: 3, background: '#345' } }, left, top });
    }
    const { data } = await sharp(background)
      .composite(layers)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (isBlank) data.fill(20);
    const image = { data, width: WIDTH, height: HEIGHT, channels: 3 };
    const isSeen = ({ box }, k) =>
      !isBlank &&
      !truths.slice(k + 1).some((other) => hides(other.box, box)) &&
      !(isWalled && hides({ x: WALL.left, y: WALL.top, ...WALL }, box));
    frames.push({
      frame: { image, width: WIDTH, height: HEIGHT, timestamp: t },
      truths: truths.filter(isSeen),
    });
  }
  return frames;
}

/** Whether a box covers more than a third of another. */
function hides(front, back) {
  const width = Math.min(front.x + front.width, back.x + back.width) - Math.max(front.x, back.x);
  const height = Math.min(front.y + front.height, back.y + back.height) - Math.max(front.y, back.y);
  return Math.max(0, width) * Math.max(0, height) > (back.width * back.height) / 3;
}

async function track(frames, maxDetectionInterval) {
  const { pipeline } = await loadAffectDetector({ detector: model, threads: 1 });
  let looks = 0;
  const detect = pipeline.detector.detect.bind(pipeline.detector);
  pipeline.detector.detect = (...args) => {
    looks++;
    return detect(...args);
  };
  const stream = pipeline.openStream({ maxDetectionInterval });
  const report = new TrackingReport();
  const began = performance.now();
  for (const { frame, truths } of frames) {
    const { faces } = await stream.detect(frame);
    report.add(
      truths,
      faces.map(({ trackId, box }) => ({ id: trackId, box })),
    );
  }
  const msPerFrame = (performance.now() - began) / frames.length;
  await pipeline.dispose();
  return { looksPerSecond: looks / SECONDS, ...report.summary(), msPerFrame };
}

function table(results) {
  const header = [
    'clip',
    'interval',
    'looks / s',
    'missed',
    'false',
    'id switches',
    'fragments',
    'mean IoU',
    'ms / frame',
  ];
  const rows = results.map((result) => [
    result.clip,
    `${result.maxDetectionInterval} s`,
    result.looksPerSecond.toFixed(1),
    `${(100 * result.missed).toFixed(1)} %`,
    result.falsePositives,
    result.idSwitches,
    result.fragments,
    result.meanIou.toFixed(3),
    result.msPerFrame.toFixed(1),
  ]);
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
