import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where each backend comes from. */
export const BACKENDS = { native: 'onnxruntime-node', wasm: 'onnxruntime-web' };

/** The network of a model folder, or the file itself. */
export async function networkOf(file) {
  if (!(await stat(file)).isDirectory()) return file;
  return join(file, JSON.parse(await readFile(join(file, 'model.json'), 'utf8')).file);
}

/**
 * Open a network on one thread.
 * @returns a function that runs it once, as often as wanted, on made-up levels of one input's size
 */
export async function openNetwork(file, backend, dims) {
  // As in src/node/session.ts: nothing is reported to ONNX Runtime's makers.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const ort = await import(BACKENDS[backend]);
  if (backend === 'wasm') ort.env.wasm.numThreads = 1;
  const options = backend === 'wasm' ? { executionProviders: ['wasm'] } : { intraOpNumThreads: 1 };
  const session = await ort.InferenceSession.create(await readFile(await networkOf(file)), options);
  const length = dims.reduce((product, size) => product * size, 1);
  const levels = Float32Array.from({ length }, (_, i) => (i * 37) % 256);
  const feeds = { [session.inputNames[0]]: new ort.Tensor('float32', levels, dims) };
  return () => session.run(feeds);
}
