// Vite plugin: build the service worker, which has to know every file of the finished app.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ENTRY = fileURLToPath(new URL('./src/service-worker/service-worker.ts', import.meta.url));
const NAME = 'service-worker.js';

/** What only the browser's dialog for installing shows needs no keeping. */
const ONLY_FOR_INSTALLING = /^screenshots\//;

/** ONNX Runtime's files by the backend that needs them; what matches none is needed by all. */
const BACKENDS = {
  webgpu: /^assets\/(ort\.webgpu|ort-wasm-simd-threaded\.asyncify)/,
  wasm: /^assets\/(ort\.wasm|ort-wasm-simd-threaded-)/,
};

/** @returns {import('vite').Plugin} */
export function serviceWorker() {
  return {
    name: 'affect-detect:service-worker',
    apply: 'build',
    async writeBundle({ dir }) {
      const files = readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== NAME)
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(dir.length + 1)
            .replaceAll('\\', '/'),
        )
        .filter((file) => !ONLY_FOR_INSTALLING.test(file))
        .sort();
      const hash = createHash('sha256');
      for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(dir, file)));
      const ofBackend = (name) => files.filter((file) => BACKENDS[name].test(file));
      const backends = Object.fromEntries(Object.keys(BACKENDS).map((name) => [name, ofBackend(name)]));
      const ofOne = new Set(Object.values(backends).flat());
      const precache = {
        version: hash.digest('hex').slice(0, 12),
        shell: files.filter((file) => !ofOne.has(file)),
        backends,
      };
      const bundle = await rolldown({ input: ENTRY, platform: 'browser' });
      const { output } = await bundle.generate({ format: 'iife', codeSplitting: false, minify: true });
      await bundle.close();
      writeFileSync(join(dir, NAME), `const PRECACHE=${JSON.stringify(precache)};\n${output[0].code}`);
    },
  };
}
