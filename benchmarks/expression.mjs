// Times expression models on one thread, natively and in WebAssembly, and writes expression.json.
//
//   node benchmarks/expression.mjs [<model folder or network.onnx>…] [--rounds 5]
//
// Default: every expression model in models/. A round runs each model on each backend in a process of its own, in an order
// that is reversed each time; a run's figure is the median of 200 readings of one face after 20 that don't count. The table
// has the median over the rounds, and the lowest and the highest.
import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { describeMachine } from './support/machine.mjs';
import { BACKENDS, networkOf, openNetwork } from './support/networks.mjs';
import { describeRange, median, range } from './support/statistics.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WARM_UP = 20;
const READINGS = 200;

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, worker: { type: 'string' } },
  allowPositionals: true,
});

if (values.worker) {
  console.log(await timeOneFace(positionals[0], values.worker));
} else {
  const files = positionals.length > 0 ? positionals : await expressionModels();
  const runs = files.flatMap((file) => Object.keys(BACKENDS).map((backend) => ({ file, backend, ms: [] })));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const run of round % 2 === 0 ? runs : runs.toReversed()) {
      const args = [fileURLToPath(import.meta.url), run.file, '--worker', run.backend];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      run.ms.push(Number(stdout));
    }
    console.error(`round ${round + 1} of ${values.rounds}`);
  }
  const results = await Promise.all(files.map((file) => resultOf(file, runs)));
  const { date, node, cpu, cores, load } = describeMachine();
  const report = {
    date,
    node,
    machine: { cpu, cores, load },
    readings: READINGS,
    rounds: Number(values.rounds),
    results,
  };
  await writeFile(join(ROOT, 'benchmarks/expression.json'), `${JSON.stringify(report, null, 2)}\n`);
  console.log(table(results));
}

async function expressionModels() {
  const folder = join(ROOT, 'models');
  const found = [];
  for (const id of (await readdir(folder)).toSorted()) {
    const card = await readFile(join(folder, id, 'model.json'), 'utf8').then(JSON.parse, () => null);
    if (card?.task === 'expression-classification') found.push(join(folder, id));
  }
  return found;
}

/** Median time of one face, ms. */
async function timeOneFace(file, backend) {
  const read = await openNetwork(file, backend, [1, 1, 48, 48]);
  const times = [];
  for (let i = 0; i < WARM_UP + READINGS; i++) {
    const start = performance.now();
    await read();
    if (i >= WARM_UP) times.push(performance.now() - start);
  }
  return median(times);
}

async function resultOf(file, runs) {
  const { size } = await stat(await networkOf(file));
  const speed = runs.filter((run) => run.file === file).map(({ backend, ms }) => [backend, range(ms)]);
  return { model: basename(file), bytes: size, msPerFace: Object.fromEntries(speed) };
}

function table(results) {
  const cell = (ms) => describeRange(ms, 2);
  const rows = results.map(
    ({ model, bytes, msPerFace: { native, wasm } }) =>
      `| \`${model}\` | ${(bytes / 1e6).toFixed(2)} MB | ${cell(native)} | ${cell(wasm)} |`,
  );
  return [
    '| model | size | native, ms a face | WebAssembly, ms a face |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
