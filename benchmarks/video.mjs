/**
 * How fast a video is read, against decoding it alone and against @vladmandic/human.
 *
 *   node benchmarks/video.mjs [--seconds 60] [--rounds 3] [--part 12-22] [--model ID] [--no-human] [--out FILE]
 *   node benchmarks/video.mjs --long [--hours 2] [--model ID] [--out FILE]
 *
 * The clip is samples/clip.mp4 (1280 x 720, H.264, none to two faces), or a part of it (from 12 s to 22 s there are always two
 * faces, and they cross), repeated without encoding it again. Every variant runs in a process of its own, and each round has
 * the reverse order of the one before. human reads the first 10 s. `--long` reads two hours of the clip at 320 x 180 and two
 * frames a second, and shows what memory is held at the start, at each quarter and at the end.
 *
 * `npm run build` comes first, and the `ffmpeg` command must be there: it repeats the clip, and is the yardstick. human is
 * installed into a temporary folder by npm.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine, versionOf } from './support/machine.mjs';
import { median, spread } from './support/statistics.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  allowNegative: true,
  options: {
    seconds: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '3' },
    part: { type: 'string', default: '0-30' },
    model: { type: 'string', default: 'expression-4' },
    human: { type: 'boolean', default: true },
    long: { type: 'boolean', default: false },
    hours: { type: 'string', default: '2' },
    out: { type: 'string' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'affect-detect-benchmark-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** human gets only the first seconds: it takes ten times as long. */
const HUMAN_SECONDS = 10;

const ffmpeg = (...args) => execFileSync('ffmpeg', ['-v', 'error', '-nostdin', ...args]);

/** A part of the sample, repeated to a length. */
function makeClip(seconds) {
  const [from, to] = values.part.split('-').map(Number);
  const part = join(folder, 'part.mp4');
  const clip = join(folder, `clip-${seconds}.mp4`);
  ffmpeg(
    '-y',
    '-ss',
    String(from),
    '-i',
    at('../samples/clip.mp4'),
    '-t',
    String(to - from),
    '-c',
    'copy',
    part,
  );
  ffmpeg('-y', '-stream_loop', '-1', '-i', part, '-t', String(seconds), '-c', 'copy', clip);
  return clip;
}

/** The sample, small and with few frames, repeated for hours. */
function makeLongClip(hours) {
  const small = join(folder, 'small.mp4');
  const clip = join(folder, 'long.mp4');
  ffmpeg('-i', at('../samples/clip.mp4'), '-vf', 'fps=2,scale=320:180', '-c:v', 'libx264', small);
  ffmpeg('-stream_loop', '-1', '-i', small, '-t', String(hours * 3600), '-c', 'copy', clip);
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
function runScript(script, ...args) {
  const { stdout, peakMB, cpuSeconds } = runNode([at(`./video/${script}.mjs`), ...args]);
  return { ...JSON.parse(stdout), peakMB, cpuSeconds };
}

/** The same pictures as the face detector takes, made by FFmpeg. */
function runFfmpeg(clip, threads) {
  const filters = 'scale=320:180:flags=area,format=rgb24';
  const args = [...threads, '-i', clip, '-an', '-vf', filters, '-f', 'null', '-'];
  const began = performance.now();
  const { stderr } = spawnSync('ffmpeg', ['-hide_banner', '-benchmark', '-nostdin', ...args], {
    encoding: 'utf8',
  });
  const seconds = (performance.now() - began) / 1000;
  const frames = Number([...stderr.matchAll(/frame=\s*(\d+)/g)].at(-1)[1]);
  const [, user, system] = stderr.match(/utime=([\d.]+)s stime=([\d.]+)s/).map(Number);
  return {
    frames,
    seconds,
    cpuSeconds: user + system,
    peakMB: Number(stderr.match(/maxrss=(\d+)/)[1]) / 1024,
  };
}

/** As a user runs it: with loading the models, and writing the table. */
function runVideo(clip, ...options) {
  const table = join(folder, 'faces.csv');
  const args = ['video', clip, '--csv', table, '--model', values.model, ...options];
  const { stdout, ...run } = runNode([at('../dist/cli/main.js'), ...args]);
  return { ...run, frames: Number(stdout.match(/(\d+) frames read/)[1]) };
}

/** Install human. */
function installHuman() {
  const home = join(folder, 'human');
  cpSync(at('./video/human'), home, { recursive: true });
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  execFileSync('npm', args, { cwd: home, stdio: 'ignore' });
  return home;
}

const BASELINE = 'FFmpeg, one thread';

function variants(clip) {
  const all = {
    [BASELINE]: () => runFfmpeg(clip, ['-threads', '1', '-filter_threads', '1']),
    'FFmpeg, its own threads': () => runFfmpeg(clip, []),
    'node-av, decoding alone': () => runScript('decode-only', clip),
    'video --csv': () => runVideo(clip),
    'video --csv --fps 10': () => runVideo(clip, '--fps', '10'),
    'looking at every frame': () => runVideo(clip, '--max-detection-interval', '0'),
    stages: () => runScript('stages', clip, values.model),
  };
  if (!values.human) return all;
  const [home, short] = [installHuman(), makeClip(HUMAN_SECONDS)];
  return { ...all, '@vladmandic/human': () => runScript('human', short, home) };
}

function measureSpeed(seconds, rounds) {
  const clip = makeClip(seconds);
  const all = variants(clip);
  const names = Object.keys(all);
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const { memory: _, ...run } = all[name]();
      runs[name].push(run);
      console.error(`round ${round + 1}: ${name}: ${(run.frames / run.seconds).toFixed(1)} frames/s`);
    }
  }
  console.log(`\n${seconds} s (${values.part} s of the sample), median of ${rounds} (least to most)\n`);
  console.log(
    '| | frames | seconds | x decoding alone | CPU seconds | peak MB |\n| --- | --- | --- | --- | --- | --- |',
  );
  const framesOfClip = runs[BASELINE][0].frames;
  for (const name of names) console.log(rowOf(name, runs[name], runs[BASELINE], framesOfClip));
  console.log(
    '\nwhere the time goes, one stage after the other\n\n| stage | ms a frame | share |\n| --- | --- | --- |',
  );
  for (const stage of Object.keys(runs.stages[0].stages)) {
    const each = runs.stages.map((run) => (run.stages[stage] / run.frames) * 1000);
    const share = runs.stages.map((run) => (run.stages[stage] / run.seconds) * 100);
    console.log(`| ${stage} | ${median(each).toFixed(2)} | ${median(share).toFixed(0)} % |`);
  }
  return { clipSeconds: seconds, part: values.part, runs };
}

function rowOf(name, runs, baseline, framesOfClip) {
  const times = runs.map((run) => run.seconds);
  // human reads a part of the clip; a part of the frames is all that --fps asks for.
  const whole = name.startsWith('@') ? framesOfClip / runs[0].frames : 1;
  const ratio = (whole * median(times)) / median(baseline.map((run) => run.seconds));
  return `| ${[
    name,
    runs[0].frames,
    spread(times, 2),
    ratio.toFixed(2),
    median(runs.map((run) => run.cpuSeconds)).toFixed(2),
    Math.max(...runs.map((run) => run.peakMB)).toFixed(0),
  ].join(' | ')} |`;
}

function measureMemory(hours) {
  const { memory, frames, seconds, peakMB } = runVideo(makeLongClip(hours));
  const held = (share) => memory[Math.min(memory.length - 1, Math.floor(share * memory.length))][1];
  const curve = [0.02, 0.25, 0.5, 0.75, 1].map((share) => [share, Math.round(held(share))]);
  console.log(`${hours} h, ${frames} frames in ${seconds.toFixed(0)} s, ${peakMB.toFixed(0)} MB at most`);
  for (const [share, mb] of curve) console.log(`  ${(share * 100).toFixed(0).padStart(3)} %: ${mb} MB`);
  return { hours, frames, seconds, peakMB, curve };
}

const machine = {
  ...describeMachine(),
  'onnxruntime-node': versionOf('onnxruntime-node'),
  'node-av': versionOf('node-av'),
  ffmpeg: execFileSync('ffmpeg', ['-version'], { encoding: 'utf8' }).split(' ')[2],
  model: values.model,
};
console.log(
  Object.entries(machine)
    .map(([name, value]) => `${name} ${value}`)
    .join(', '),
);
const result = values.long
  ? measureMemory(Number(values.hours))
  : measureSpeed(Number(values.seconds), Number(values.rounds));
if (values.out) writeFileSync(values.out, `${JSON.stringify({ machine, ...result }, null, 2)}\n`);
