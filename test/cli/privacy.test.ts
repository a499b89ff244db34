import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT, runCli } from '../support/run-cli.js';

/** A user of their own. ONNX Runtime is silent by itself where it sees a machine for tests. */
const SILENT = ['CI', 'GITHUB_ACTIONS', 'GITLAB_CI', 'TF_BUILD', 'BUILD_ID', 'ORT_DISABLE_TELEMETRY'];
let home: string;
const env = () => ({
  ...Object.fromEntries(SILENT.map((name) => [name, undefined])),
  HOME: home,
  XDG_CACHE_HOME: join(home, 'cache'),
});

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'affect-detect-home-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

test('nothing is reported to the makers of ONNX Runtime: no id and no report is kept for them', async () => {
  const { code, stderr } = await runCli(['doctor'], { env: env() });
  expect([code, stderr]).toEqual([0, '']);
  expect(await readdir(home)).toEqual([]);
});

test('in a thread, which cannot silence it, the native backend is not used unless the process did', async () => {
  const program = `
    import { Worker } from 'node:worker_threads';
    const load = \`import('${ROOT}dist/node/index.js').then(async ({ loadAffectDetector }) => {
      const warnings = [];
      const detector = await loadAffectDetector({ onWarning: (text) => warnings.push(text) });
      console.log(detector.backend, warnings.join());
      process.exit();
    })\`;
    new Worker(load, { eval: true });`;
  const run = async (more: NodeJS.ProcessEnv) =>
    (
      await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
        env: { ...process.env, ...env(), ...more },
      })
    ).stdout;
  expect(await run({})).toMatch(/^wasm .*needs ORT_DISABLE_TELEMETRY=1/);
  expect(await run({ ORT_DISABLE_TELEMETRY: '1' })).toBe('native \n');
  expect(await readdir(home)).toEqual([]);
});
