import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../support/run-cli.js';

const exec = promisify(execFile);
let project: string;
let packed: { path: string; size: number }[];

/** The part of a lock file that is used. */
interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Record<string, { dev?: boolean; devDependencies?: Record<string, string> }>;
}

/** Run npm through Node, as `npm test` was run. */
function npm(args: string[], cwd: string): Promise<{ stdout: string }> {
  const { npm_execpath: script } = process.env;
  const options = { cwd, maxBuffer: 64e6, env: { ...process.env, NO_COLOR: '1' } };
  return script ? exec(process.execPath, [script, ...args], options) : exec('npm', args, options);
}

const node = (...args: string[]) =>
  exec(process.execPath, args, { cwd: project, env: { ...process.env, NO_COLOR: '1' } });

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'affect-detect-package-'));
  // dist/ is fresh: npm test has just built it.
  const { stdout } = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', project], ROOT);
  const [{ filename, files }] = JSON.parse(stdout) as {
    filename: string;
    files: { path: string; size: number }[];
  }[];
  packed = files;
  await writeConsumer(filename);
  await npm(['ci', '--no-audit', '--no-fund', '--prefer-offline'], project);
});

/** A project that uses the packed package, at the versions of our own lock file: those are at hand, and the same tomorrow. */
async function writeConsumer(tarball: string): Promise<void> {
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
  const tools = ['typescript', '@types/node', 'undici-types'];
  const packages = Object.entries(lock.packages).filter(
    ([path, { dev }]) => path !== '' && (!dev || tools.includes(path.replace('node_modules/', ''))),
  );
  const { devDependencies = {}, ...ours } = lock.packages[''];
  const consumer = {
    name: 'consumer',
    version: '1.0.0',
    private: true,
    type: 'module',
    dependencies: { 'affect-detect': `file:${tarball}` },
    devDependencies: Object.fromEntries(tools.slice(0, 2).map((name) => [name, devDependencies[name]])),
  };
  const locked = {
    ...{ name: consumer.name, version: consumer.version, lockfileVersion: lock.lockfileVersion },
    packages: {
      '': consumer,
      'node_modules/affect-detect': { ...ours, resolved: `file:${tarball}` },
      ...Object.fromEntries(packages),
    },
  };
  await writeFile(join(project, 'package.json'), JSON.stringify(consumer));
  await writeFile(join(project, 'package-lock.json'), JSON.stringify(locked));
}

afterAll(() => rm(project, { recursive: true, force: true }));

test('the tarball holds what runs and nothing else', () => {
  const paths = packed.map(({ path }) => path);
  for (const needed of [
    'LICENSE',
    'README.md',
    'dist/core/index.d.ts',
    'dist/cli/main.js',
    'dist/app/index.html',
    'assets/fonts/inter-latin-600.woff2',
    'assets/fonts/OFL.txt',
    'models/face-6/model.onnx',
    'models/expression-4/model.onnx',
    'samples/group.jpg',
  ]) {
    expect(paths).toContain(needed);
  }
  // Older models are kept for training, not for users.
  expect(paths.filter((path) => /^models\/.*\.onnx$/.test(path))).toHaveLength(2);
  expect(paths.filter((path) => /\.test\.|tsbuildinfo|^src\/|^test\/|^training\/|\.py$/.test(path))).toEqual(
    [],
  );
});

test('publint finds no fault in what package.json promises', async () => {
  const { messages } = await publint({ pkgDir: join(project, 'node_modules/affect-detect'), pack: false });
  expect(messages).toEqual([]);
});

test('every entry point imports in an empty project', async () => {
  const script = `
    const core = await import('affect-detect');
    const node = await import('affect-detect/node');
    const server = await import('affect-detect/server');
    console.log(core.EXPRESSIONS.length, typeof node.loadAffectDetector, typeof server.listen);`;
  expect((await node('--input-type=module', '-e', script)).stdout).toBe('7 function function\n');
});

test('the types of every entry point check in a strict project, by both ways of resolving', async () => {
  await mkdir(join(project, 'src'), { recursive: true });
  await writeFile(
    join(project, 'src/use.ts'),
    `import { EXPRESSIONS, type Expression, type FrameResult } from 'affect-detect';
     import { type AffectDetector, loadAffectDetector } from 'affect-detect/node';
     import { loadAffectDetector as loadInBrowser } from 'affect-detect/browser';
     import { AffectDetectElement } from 'affect-detect/element';
     import { readFaceCsv } from 'affect-detect/formats';
     import { renderReport } from 'affect-detect/report';
     import { listen } from 'affect-detect/server';
     export async function first(path: string): Promise<Expression | null | undefined> {
       const detector: AffectDetector = await loadAffectDetector({ threads: 1 });
       const result: FrameResult = await detector.detect(path);
       for await (const { faces } of detector.detectStream('a.mp4', { fps: 5 })) void faces[0]?.trackId;
       await detector.dispose();
       return result.faces[0]?.expression;
     }
     export const all: readonly Expression[] = EXPRESSIONS;
     export const others = [loadInBrowser, listen, readFaceCsv, renderReport];
     export async function show(parent: HTMLElement): Promise<boolean> {
       const element: AffectDetectElement = document.createElement('affect-detect');
       element.threshold = 0.5;
       element.addEventListener('result', (event) => console.log((event as CustomEvent<FrameResult>).detail.faces));
       parent.append(element);
       await element.start();
       return element instanceof AffectDetectElement && element.isRunning;
     }
     // @ts-expect-error a threshold is a number
     document.createElement('affect-detect').threshold = '0.5';
     // @ts-expect-error contempt is none of the seven
     export const wrong: Expression = 'contempt';`,
  );
  const tsc = join(project, 'node_modules/typescript/bin/tsc');
  await writeFile(
    join(project, 'src/page.ts'),
    `import { EXPRESSIONS } from 'affect-detect';
     import { loadAffectDetector } from 'affect-detect/browser';
     import { AffectDetectElement } from 'affect-detect/element';
     export const all = [EXPRESSIONS, loadAffectDetector, AffectDetectElement];`,
  );
  // What a page is compiled with may know neither Node nor what is to be disposed of.
  const compilerOptions = {
    ...{ noEmit: true, strict: true, target: 'ES2022', lib: ['ES2022', 'DOM'], types: [] },
    ...{ module: 'ESNext', moduleResolution: 'Bundler' },
  };
  const pageConfig = join(project, 'tsconfig.page.json');
  await writeFile(pageConfig, JSON.stringify({ compilerOptions, files: ['src/page.ts'] }));
  await node(tsc, '-p', pageConfig);
  const flags = [
    '--noEmit',
    '--strict',
    '--target',
    'ES2023',
    '--lib',
    'ES2023,DOM,ESNext.Disposable',
    '--types',
    'node',
  ];
  for (const [module, resolution] of [
    ['NodeNext', 'NodeNext'],
    ['ESNext', 'Bundler'],
  ]) {
    await node(tsc, ...flags, '--module', module, '--moduleResolution', resolution, 'src/use.ts');
  }
});

test('the installed server gives out every compressed copy', async () => {
  const shared = await readFile(join(ROOT, 'dist/app/shared-files.json'), 'utf8');
  const addresses = [
    ...packed.flatMap(({ path }) => /^dist\/app\/(.+)\.br$/.exec(path)?.[1] ?? []),
    ...Object.keys(JSON.parse(shared) as object).filter((path) => path.endsWith('.wasm')),
  ];
  const script = `
    import { createApp } from 'affect-detect/server';
    const headers = { Host: '127.0.0.1', 'Accept-Encoding': 'br' };
    for (const address of process.argv.slice(1)) {
      const response = await createApp().request('http://127.0.0.1/' + address, { method: 'HEAD', headers });
      console.log(address, response.headers.get('Content-Encoding'));
    }`;
  const { stdout } = await node('--input-type=module', '-e', script, ...addresses);
  expect(stdout.trim().split('\n')).toEqual(addresses.map((address) => `${address} br`));
  expect(addresses.length).toBeGreaterThan(5);
});

test('the installed command reads a sample of the package', async () => {
  const { bin } = JSON.parse(
    await readFile(join(project, 'node_modules/affect-detect/package.json'), 'utf8'),
  ) as { bin: Record<string, string> };
  const command = join(project, 'node_modules/affect-detect', bin['affect-detect']);
  const { stdout } = await node(command, 'image', '--json', 'node_modules/affect-detect/samples/collins.jpg');
  expect(JSON.parse(stdout).faces[0].expression).toBe('happy');
});
