// Vite plugin: what the built app shares with the package is not shipped twice, and the rest is compressed.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotli, isCompressible } from '../scripts/brotli.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Folders of the package whose files the app may use. */
const SHARED_FOLDERS = ['../dist/browser/worker', '../models', '../samples'].map(at);

/** Smaller files are not worth a line in the list. */
const LEAST_SHARED = 16 * 1024;

/** @returns {import('vite').Plugin} */
export function delivery() {
  let dir = '';
  return {
    name: 'affect-detect:delivery',
    apply: 'build',
    writeBundle(options) {
      dir = options.dir;
    },
    // After all writing, the service worker's list of files included.
    closeBundle() {
      const originals = new Map(SHARED_FOLDERS.flatMap(filesIn).map((path) => [hashOf(path), path]));
      const shared = {};
      for (const path of filesIn(dir)) {
        const content = readFileSync(path);
        const original = content.length < LEAST_SHARED ? undefined : originals.get(hashOf(path));
        if (original !== undefined) {
          shared[posix(relative(dir, path))] = posix(relative(dir, original));
          rmSync(path);
        } else if (isCompressible(path)) writeFileSync(`${path}.br`, brotli(content));
      }
      writeFileSync(join(dir, 'shared-files.json'), `${JSON.stringify(shared, null, 2)}\n`);
    },
  };
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function hashOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function posix(path) {
  return path.split(sep).join('/');
}
