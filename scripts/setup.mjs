// Set-up that needs nothing but Node and npm: installs the exact versions of package-lock.json where they aren't yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OLDEST_NODE = [20, 19];

/** Install the dependencies unless node_modules already holds what package-lock.json names. */
export function ensureDependencies() {
  requireNode();
  if (isInstalled()) return;
  console.error('affect-detect: installing dependencies (npm ci)');
  // As .npmrc, which npm 12 won't hand on any more.
  const env = { ONNXRUNTIME_NODE_INSTALL: 'skip' };
  run('npm', ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional'], { env });
}

/**
 * Run a program of npm, of node_modules/.bin or of the system in the repository's root; ends the process if it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string> }} [options]
 */
export function run(program, args, { env = {} } = {}) {
  const [command, ...prefix] = resolveProgram(program);
  const { status, signal, error } = spawnSync(command, [...prefix, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (error) console.error(`affect-detect: ${program} can't be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

/** Programs are started through Node, so that no shell and no .cmd file is needed on Windows. */
function resolveProgram(program) {
  if (program === 'node') return [process.execPath];
  if (program === 'npm')
    return process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const folder = join(ROOT, 'node_modules', program);
  if (!existsSync(folder)) return [program];
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const name = program.split('/').at(-1);
  const file = typeof bin === 'string' ? bin : (bin[name] ?? Object.values(bin)[0]);
  return [process.execPath, join(folder, file)];
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(
    `affect-detect needs Node ${OLDEST_NODE.join('.')} or later, this is ${process.versions.node}`,
  );
  process.exit(1);
}

/** Whether every package that the lock file requires here is installed at its version. */
function isInstalled() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  // Optional packages of other platforms are rightly absent.
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || (optional && !present[path]) || present[path]?.version === version,
  );
}
