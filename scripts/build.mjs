// Build dist/: the package (tsc) and the web app (vite). Does nothing for what is up to date.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies, ROOT, run } from './setup.mjs';

/** Build the package, then the web app if anything that goes into it is newer than it. */
export function build() {
  run('typescript', [
    '-b',
    'src/core',
    'src/formats',
    'src/report',
    'src/node',
    'src/browser',
    'src/element',
    'src/server',
    'src/cli',
  ]);
  run('node', ['scripts/bundle-worker.mjs']);
  const inputs = [
    'app',
    'dist/browser',
    'dist/core',
    'dist/formats',
    'dist/report',
    'models',
    'samples',
    'package-lock.json',
  ];
  if (newest(inputs) > newest(['dist/app/index.html']))
    run('vite', ['build', '--config', 'app/vite.config.ts', '--logLevel', 'warn']);
}

/** Latest modification time below some files and folders, ms; 0 where there is nothing. */
function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    const full = join(ROOT, path);
    const info = statSync(full, { throwIfNoEntry: false });
    if (!info) continue;
    if (info.isDirectory())
      latest = Math.max(latest, newest(readdirSync(full).map((name) => join(path, name))));
    else latest = Math.max(latest, info.mtimeMs);
  }
  return latest;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureDependencies();
  build();
}
