// Bundle the inference worker into dist/browser/worker/, beside the files of ONNX Runtime that it loads. A worker sees
// no import map, so only a worker without bare imports runs on a page that no bundler has touched.
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { ROOT } from './setup.mjs';

const FOLDER = join(ROOT, 'dist/browser/worker');

const ORT_FILES = [
  'ort.wasm.min.mjs',
  'ort-wasm-simd-threaded.mjs',
  'ort-wasm-simd-threaded.wasm',
  'ort.webgpu.min.mjs',
  'ort-wasm-simd-threaded.asyncify.mjs',
  'ort-wasm-simd-threaded.asyncify.wasm',
];

mkdirSync(FOLDER, { recursive: true });
const ort = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
for (const file of ORT_FILES) {
  const { size } = statSync(join(ort, file));
  const present = statSync(join(FOLDER, file), { throwIfNoEntry: false });
  if (present?.size !== size) copyFileSync(join(ort, file), join(FOLDER, file));
}
const bundle = await rolldown({ cwd: ROOT, input: 'dist/browser/inference-worker.js', platform: 'browser' });
const { output } = await bundle.generate({ format: 'es', codeSplitting: false });
await bundle.close();
const target = join(FOLDER, 'inference-worker.js');
// A file that did not change keeps its date, so that the web app is not built again for nothing.
if (!existsSync(target) || readFileSync(target, 'utf8') !== output[0].code)
  writeFileSync(target, output[0].code);
