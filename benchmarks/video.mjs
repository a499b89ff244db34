/**
 * How fast a video is read, against decoding it alone.
 *
 *   node benchmarks/video.mjs [--seconds 60] [--rounds 3] [--out FILE]   speed, and where the time goes
 *   node benchmarks/video.mjs --long [--out FILE]                        peak memory of 30 s against 10 min
 *
 * The clip is samples/clip.mp4 (1280 x 720, H.264, none to two faces), repeated without encoding it again. Every variant
 * runs in a process of its own, and each round has the reverse order of the one before. `npm run build` comes first, and
 * the `ffmpeg` command must be there: it repeats the clip, and is the yardstick.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '3' },
    long: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'affect-detect-benchmark-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The clip, repeated to a length. */
function makeClip(seconds) {
  const clip = join(folder, `clip-${seconds}.mp4`);
  const input = ['-stream_loop', '-1', '-i', at('../samples/clip.mp4')];
  execFileSync('ffmpeg', ['-v', 'error', ...input, '-t', String(seconds), '-c', 'copy', clip]);
  return clip;
}

/** Run a Node program to its end. */
function runNode(args) {
  const usageFile = join(folder, 'usage.json');
  const began = performance.now();
  const env = {
    ...process.env,
    NODE_OPTIONS: `--import=${new URL('./video/report-usage.mjs', import.meta.url)}`,
    USAGE_FILE: usageFile,
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}: ${stderr}`);
  const seconds = (performance.now() - began) / 1000;
  return { stdout, seconds, ...JSON.parse(readFileSync(usageFile, 'utf8')) };
}

/** A variant whose program prints its own figures. */
function runScript(script, clip) {
  const { stdout, peakMB, cpuSeconds } = runNode([at(`./video/${script}.mjs`), clip]);
  return { ...JSON.parse(stdout), peakMB, cpuSeconds };
}

const VARIANTS = {
  /** The same scaling to RGB as ours, with one thread as ours. */
  ffmpeg(clip) {
    const filters = 'scale=1280:720:flags=bilinear,format=rgb24';
    const args = ['-threads', '1', '-i', clip, '-an', '-vf', filters, '-f', 'null', '-'];
    const began = performance.now();
    const { stderr } = spawnSync('ffmpeg', ['-hide_banner', '-benchmark', '-nostdin', ...args], {
      encoding: 'utf8',
    });
    const seconds = (performance.now() - began) / 1000;
    const frames = Number([...stderr.matchAll(/frame=\s*(\d+)/g)].at(-1)[1]);
    return { frames, seconds, peakMB: Number(stderr.match(/maxrss=(\d+)/)[1]) / 1024 };
  },
  'decode only': (clip) => runScript('decode-only', clip),
  /** As a user runs it: with loading the models, and writing the table. */
  'video --csv'(clip) {
    const args = ['video', clip, '--csv', join(folder, 'faces.csv')];
    const { stdout, ...run } = runNode([at('../dist/cli/main.js'), ...args]);
    return { ...run, frames: Number(stdout.match(/(\d+) frames read/)[1]) };
  },
  stages: (clip) => runScript('stages', clip),
};

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function describeMachine() {
  const version = (name) =>
    JSON.parse(readFileSync(at(`../node_modules/${name}/package.json`), 'utf8')).version;
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    'onnxruntime-node': version('onnxruntime-node'),
    'node-av': version('node-av'),
    ffmpeg: execFileSync('ffmpeg', ['-version'], { encoding: 'utf8' }).split(' ')[2],
  };
}

function measureSpeed(seconds, rounds) {
  const clip = makeClip(seconds);
  const names = Object.keys(VARIANTS);
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const run = VARIANTS[name](clip);
      runs[name].push(run);
      console.error(`round ${round + 1}: ${name}: ${(run.frames / run.seconds).toFixed(1)} frames/s`);
    }
  }
  const baseline = median(runs['decode only'].map((run) => run.seconds));
  console.log(
    `\n${seconds} s of 1280 x 720, ${runs.ffmpeg[0].frames} frames; median of ${rounds} (least to most)`,
  );
  for (const name of names) {
    const rates = runs[name].map((run) => run.frames / run.seconds);
    const time = median(runs[name].map((run) => run.seconds));
    const peak = Math.max(...runs[name].map((run) => run.peakMB));
    const spread = `(${Math.min(...rates).toFixed(1)} to ${Math.max(...rates).toFixed(1)})`;
    console.log(
      `${name.padEnd(12)} ${median(rates).toFixed(1).padStart(7)} frames/s ${spread.padEnd(18)}` +
        ` ${(time / baseline).toFixed(2).padStart(6)} x decode only  ${peak.toFixed(0).padStart(5)} MB at most`,
    );
  }
  console.log('\nwhere the time goes, ms a frame');
  for (const stage of Object.keys(runs.stages[0].stages)) {
    const each = runs.stages.map((run) => (run.stages[stage] / run.frames) * 1000);
    const share = runs.stages.map((run) => (run.stages[stage] / run.seconds) * 100);
    console.log(
      `  ${stage.padEnd(34)} ${median(each).toFixed(2).padStart(7)}  ${median(share).toFixed(0).padStart(3)} %`,
    );
  }
  return { clipSeconds: seconds, runs };
}

function measureMemory() {
  const runs = [30, 600].map((seconds) => ({
    clipSeconds: seconds,
    ...VARIANTS['video --csv'](makeClip(seconds)),
  }));
  for (const { clipSeconds, frames, seconds, peakMB } of runs) {
    console.log(
      `${clipSeconds} s, ${frames} frames: ${peakMB.toFixed(0)} MB at most, ${(frames / seconds).toFixed(1)} frames/s`,
    );
  }
  return { runs };
}

const machine = describeMachine();
console.log(
  Object.entries(machine)
    .map(([name, value]) => `${name} ${value}`)
    .join(', '),
);
const result = values.long ? measureMemory() : measureSpeed(Number(values.seconds), Number(values.rounds));
if (values.out) writeFileSync(values.out, `${JSON.stringify({ machine, ...result }, null, 2)}\n`);
