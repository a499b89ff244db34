// Bundle the inference worker into dist/browser/worker/, beside the files of ONNX Runtime that it loads. A worker sees
// no import map, so only a worker without bare imports runs on a page that no bundler has touched.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { brotli } from './brotli.mjs';
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
  const content = readFileSync(join(ort, file));
  // Development servers would look for the maps, which are bigger than the code.
  if (file.endsWith('.mjs'))
    writeIfChanged(file, content.toString().replace(/\n\/\/# sourceMappingURL=.*/, ''));
  else writeIfChanged(file, content);
}
const bundle = await rolldown({ cwd: ROOT, input: 'dist/browser/inference-worker.js', platform: 'browser' });
const { output } = await bundle.generate({ format: 'es', codeSplitting: false });
await bundle.close();
writeIfChanged('inference-worker.js', output[0].code);

/** A file that did not change keeps its date, so that the web app is not built again for nothing. */
function writeIfChanged(file, content) {
  const target = join(FOLDER, file);
  const isSame = existsSync(target) && readFileSync(target).equals(Buffer.from(content));
  if (!isSame) {
    // First, so that a build that is broken off leaves no copy of what the file was before.
    rmSync(`${target}.br`, { force: true });
    writeFileSync(target, content);
  }
  // The server gives these out compressed; that takes seconds, so not at every build.
  if (!existsSync(`${target}.br`)) writeFileSync(`${target}.br`, brotli(Buffer.from(content)));
}
