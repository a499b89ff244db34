// Compares face detectors on the part of an annotated data set that training never sees, and writes detectors.json.
//
//   node benchmarks/detectors.mjs <annotations.json> <images folder> [<folder of YuNet and RFB files>] [rounds]
//
// The part: a tenth, the pictures whose `source` has a SHA-256 with a first byte that 10 divides (as training/detector).
// Accuracy: evaluate-detector over that part. Steadiness: over its first 50 pictures, in a run of its own. Speed: the
// first 25 pictures on one thread, a fresh process for each detector and backend, order reversed each round; the figure
// is the median over the rounds of the median over the pictures, decoding of files excluded.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeMachine, versionOf } from './support/machine.mjs';
import { range } from './support/statistics.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SHAKEN_PICTURES = 50;
const TIMED_PICTURES = 25;

const [annotations, images, peers, rounds = '3'] = process.argv.slice(2);
if (!images) {
  console.error(
    'usage: node benchmarks/detectors.mjs <annotations.json> <images> [<folder of peers>] [rounds]',
  );
  process.exit(2);
}

const variants = [640, 320].flatMap((side) => [
  { name: `face-6 at ${side}`, detector: 'face-6', side },
  { name: `face-5 at ${side}`, detector: 'face-5', side },
  ...(peers
    ? [
        { name: `YuNet-n at ${side}`, detector: join(peers, 'yunet_n_dynamic.onnx'), side },
        { name: `RFB-${side}`, detector: join(peers, `version-RFB-${side}.onnx`) },
      ]
    : []),
]);

const folder = await mkdtemp(join(tmpdir(), 'affect-detect-benchmark-'));
try {
  const part = join(folder, 'part.json');
  await writeFile(part, JSON.stringify(await heldOut(annotations)));
  const results = [];
  for (const variant of variants) {
    const accuracy = await evaluate(part, variant, []);
    const { shake } = await evaluate(part, variant, ['--shake', '--limit', SHAKEN_PICTURES]);
    results.push({ ...variant, detector: basename(variant.detector), ...accuracy, shake, speed: {} });
    console.error(
      `${variant.name}: AP of 20 px and more ${accuracy.byHeight['20+'].averagePrecision.toFixed(3)}`,
    );
  }
  const runs = variants.flatMap((variant, i) =>
    ['native', 'wasm'].map((backend) => ({ variant, i, backend })),
  );
  const times = new Map();
  for (let round = 0; round < Number(rounds); round++) {
    for (const { variant, i, backend } of round % 2 === 0 ? runs : runs.toReversed()) {
      const { msPerImage } = await evaluate(part, variant, ['--backend', backend, '--limit', TIMED_PICTURES]);
      const key = `${i} ${backend}`;
      times.set(key, [...(times.get(key) ?? []), msPerImage]);
    }
    console.error(`round ${round + 1} of ${rounds} timed`);
  }
  for (const { i, backend } of runs) {
    const list = times.get(`${i} ${backend}`);
    results[i].speed[backend] = Object.fromEntries(
      ['total', 'letterbox', 'network', 'decode'].map((key) => [
        key,
        range(list.map((ms) => ms[key].median)),
      ]),
    );
  }
  const { date, node, cpu, cores, load } = describeMachine();
  const report = {
    date,
    version: versionOf(),
    node,
    ort: versionOf('onnxruntime-node'),
    machine: { cpu, cores, load },
    results,
  };
  await writeFile(join(ROOT, 'benchmarks/detectors.json'), `${JSON.stringify(report, null, 1)}\n`);
  console.log(tables(results));
} finally {
  await rm(folder, { recursive: true });
}

async function heldOut(path) {
  const coco = JSON.parse(await readFile(path, 'utf8'));
  const first = (text) => createHash('sha256').update(text).digest()[0];
  const kept = coco.images.filter(({ source, file_name }) => first(source ?? file_name) % 10 === 0);
  const ids = new Set(kept.map(({ id }) => id));
  return { ...coco, images: kept, annotations: coco.annotations.filter(({ image_id }) => ids.has(image_id)) };
}

async function evaluate(part, { detector, side }, options) {
  const args = [
    'evaluate-detector',
    part,
    '--images',
    images,
    '--detector',
    detector,
    '--threads',
    1,
    '--json',
  ];
  if (side) args.push('--side', side);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(ROOT, 'dist/cli/main.js'), ...args, ...options].map(String),
    { maxBuffer: 1e8 },
  );
  const { dataset: _, ...result } = JSON.parse(stdout);
  return result;
}

function tables(results) {
  const percent = (value) => (value == null ? '-' : `${(100 * value).toFixed(1)} %`);
  const ap = (name) => (result) => result.byHeight[name].averagePrecision?.toFixed(3) ?? '-';
  const ms = (backend, part) => (result) => result.speed[backend][part].median.toFixed(1);
  const accuracy = {
    'AP, 20 px and more': ap('20+'),
    '95 % interval': ({ byHeight }) =>
      byHeight['20+'].interval95.map((value) => value.toFixed(2)).join(' to '),
    '10 to 20': ap('10-20'),
    '20 to 48': ap('20-48'),
    '48 to 128': ap('48-128'),
    '128 and more': ap('128+'),
    'recall, 20 px and more': ({ byHeight }) => percent(byHeight['20+'].recall),
    'false positives a picture': ({ falsePositives }) => falsePositives.perImage.toFixed(2),
    'on those without faces': (result) => result.falsePositivesWithoutFaces.perImage?.toFixed(2) ?? '-',
  };
  const rest = {
    'keypoint error': ({ keypointError }) => percent(keypointError?.median),
    'corners stray': ({ shake }) => percent(shake.corners?.rms),
    'keypoints stray': ({ shake }) => percent(shake.keypoints?.rms),
    lost: ({ shake }) => percent(shake.lost),
    'native, ms': ms('native', 'total'),
    'of it network': ms('native', 'network'),
    'WebAssembly, ms': ms('wasm', 'total'),
    kB: ({ bytes }) => Math.round(bytes / 1000),
  };
  return [accuracy, rest].map((columns) => table(results, columns)).join('\n\n');
}

function table(results, columns) {
  const header = ['detector', ...Object.keys(columns)];
  const rows = results.map((result) => [result.name, ...Object.values(columns).map((cell) => cell(result))]);
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
