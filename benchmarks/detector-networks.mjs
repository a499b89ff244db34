// Times face detectors' networks alone, one thread, asked in turns, and writes detector-networks.json.
//
//   node benchmarks/detector-networks.mjs [<model folder or network.onnx>…] [--readings 60]
//
// Default: the package's own detector and the one before. Networks must take inputs of any size. Those that take turns in one
// process meet the same machine, so that their ratios repeat better than those of `detectors.mjs`, which times whole looks at
// pictures in processes of their own. The table has medians, with the lowest and the highest, and the share of the last
// network's median.
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from './support/machine.mjs';
import { BACKENDS, openNetwork } from './support/networks.mjs';
import { describeRange, range } from './support/statistics.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SIDES = [640, 320];
const WARM_UP = 5;

const { values, positionals } = parseArgs({
  options: { readings: { type: 'string', default: '60' } },
  allowPositionals: true,
});
const files =
  positionals.length > 0 ? positionals : ['face-6', 'face-5'].map((id) => join(ROOT, 'models', id));
const nameOf = (file) => (file.endsWith('/model.onnx') ? basename(dirname(file)) : basename(file));

const results = files.map((file) => ({ network: nameOf(file), ms: {} }));
for (const side of SIDES) {
  for (const backend of Object.keys(BACKENDS)) {
    const times = await takeTurns(backend, side);
    for (const [i, list] of times.entries()) results[i].ms[`${backend} ${side}`] = range(list);
    console.error(`${backend} at ${side}: done`);
  }
}
const { date, node, cpu, cores, load } = describeMachine();
const report = { date, node, machine: { cpu, cores, load }, readings: Number(values.readings), results };
await writeFile(join(ROOT, 'benchmarks/detector-networks.json'), `${JSON.stringify(report, null, 1)}\n`);
console.log(table());

/** For each network, how long it took each time, ms. */
async function takeTurns(backend, side) {
  const runs = await Promise.all(files.map((file) => openNetwork(file, backend, [1, 3, side, side])));
  const times = files.map(() => []);
  for (let i = 0; i < WARM_UP + Number(values.readings); i++) {
    for (const [k, run] of runs.entries()) {
      const start = performance.now();
      await run();
      if (i >= WARM_UP) times[k].push(performance.now() - start);
    }
  }
  return times;
}

function table() {
  const columns = Object.keys(results[0].ms);
  const last = results.at(-1).ms;
  const cell = (ms, column) =>
    `${describeRange(ms[column], 1)}, ${Math.round((100 * ms[column].median) / last[column].median)} %`;
  const rows = results.map(({ network, ms }) => [network, ...columns.map((column) => cell(ms, column))]);
  const header = ['network', ...columns.map((column) => `${column}, ms`)];
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
