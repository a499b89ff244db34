import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_DETECTOR, DEFAULT_EXPRESSION_MODEL } from '../../src/node/models.js';
import { ROOT, runCli } from '../support/run-cli.js';
import { withoutPackage } from '../support/without-package.js';

const DETECTOR = `${ROOT}models/${DEFAULT_DETECTOR}`;
const EXPRESSION = `${ROOT}models/${DEFAULT_EXPRESSION_MODEL}`;
let folder: string;
const path = (name: string) => join(folder, name);

/** Copy a model folder under a new name and change it. */
async function variant(name: string, from: string, change: (folder: string) => Promise<void>): Promise<void> {
  await cp(from, path(name), { recursive: true });
  await change(path(name));
}

async function editCard(model: string, edit: (card: Record<string, unknown>) => void): Promise<void> {
  const card = JSON.parse(await readFile(join(model, 'model.json'), 'utf8')) as Record<string, unknown>;
  edit(card);
  await writeFile(join(model, 'model.json'), JSON.stringify(card));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-'));
  await copyFile(`${DETECTOR}/model.onnx`, path('lonely.onnx'));
  await variant('copy', DETECTOR, async () => {});
  await variant('tuned', EXPRESSION, (model) => writeFile(join(model, 'my-finetuned.onnx'), 'garbage'));
  await variant('corrupt', DETECTOR, async (model) => {
    const network = await readFile(join(model, 'model.onnx'));
    network[network.length >> 1] ^= 0xff;
    await writeFile(join(model, 'model.onnx'), network);
  });
  await variant('not-json', DETECTOR, (model) => writeFile(join(model, 'model.json'), '{'));
  await variant('foreign', DETECTOR, (model) =>
    writeFile(join(model, 'model.json'), '{"name":"something else"}'),
  );
  await variant('no-network', DETECTOR, (model) => rm(join(model, 'model.onnx')));
  await variant('wrong-numbers', DETECTOR, (model) =>
    editCard(model, (card) => {
      (card.selfTest as { outputs: Record<string, number[]> }).outputs.score_8[0] += 0.5;
    }),
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  [
    'a word that is no model',
    ['--detector', 'nonesuch'],
    'nonesuch is neither a model of this package nor a path',
  ],
  ['a network without its card', ['--detector', 'lonely.onnx'], 'has no model.json and is no'],
  [
    'another network beside a card',
    ['--model', 'tuned/my-finetuned.onnx'],
    'my-finetuned.onnx has no card; ',
  ],
  ['another file beside a card', ['--model', 'tuned/README.md'], 'README.md has no card; '],
  ['a corrupt network', ['--detector', 'corrupt'], 'is corrupt or not the file that'],
  ['a card that is not JSON', ['--detector', 'not-json'], 'is not valid JSON'],
  ['a card of something else', ['--detector', 'foreign'], 'is not a model card of affect-detect'],
  ['a card without its network', ['--detector', 'no-network'], "can't be read (ENOENT)"],
  ['reference numbers that no backend gives', ['--detector', 'wrong-numbers'], 'differs from the reference'],
  ['a detector where an expression model belongs', ['--model', 'copy'], 'is a model for face-detection'],
  ['a label set that the model lacks', ['--labels', 'nonesuch'], 'labels must be one of'],
])('%s: one clear line on stderr and exit code 4 or 2', async (_, args, message) => {
  const { code, stdout, stderr } = await runCli(['image', `${ROOT}samples/hopper.jpg`, ...args], {
    cwd: folder,
  });
  expect(stdout).toBe('');
  const lines = stderr.trim().split('\n');
  expect(lines.at(-1)).toContain(message);
  // A native backend with wrong numbers first says that WebAssembly is tried.
  expect(lines.length).toBeLessThanOrEqual(args[1] === 'wrong-numbers' ? 2 : 1);
  expect(code).toBe(args[0] === '--labels' ? 2 : 4);
});

test('a model folder from elsewhere drops in', async () => {
  const here = await runCli(['image', '--json', 'samples/hopper.jpg']);
  const there = await runCli([
    'image',
    '--json',
    '--detector',
    path('copy'),
    '--model',
    EXPRESSION,
    'samples/hopper.jpg',
  ]);
  expect(there.code).toBe(0);
  expect(there.stdout).toBe(here.stdout);
});

test('doctor says which backend is used', async () => {
  const { code, stdout } = await runCli(['doctor', '--json']);
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as { backend: string; backends: { wasm: { ok: boolean } } };
  expect(report.backend).toBe('native');
  expect(report.backends.wasm.ok).toBe(true);
});

test('where the native backend is missing, one line says how to get it, and WebAssembly answers', async () => {
  const { code, stdout, stderr } = await runCli(['image', '--json', 'samples/hopper.jpg'], {
    env: withoutPackage('onnxruntime-node'),
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).faces).toHaveLength(1);
  expect(stderr).toMatch(/^affect-detect: the native backend isn't installed .*; using WebAssembly, .*\n$/);
});
