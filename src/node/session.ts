import { readFile } from 'node:fs/promises';
import type * as Ort from 'onnxruntime-common';
import {
  AffectDetectError,
  BackendUnavailableError,
  type InferenceSession,
  type ModelCard,
  ModelLoadError,
  runSelfTest,
  type Tensor,
} from '../core/index.js';

/** What may run a network in Node: ONNX Runtime's native library, or its WebAssembly build. */
export type Backend = 'native' | 'wasm';

export interface SessionOptions {
  /** `auto` (the default) takes the native library where it is installed and right, otherwise WebAssembly. */
  readonly backend?: 'auto' | Backend;
  /**
   * Threads within one operator. Default 1: networks this small spend more on waking threads than they gain, a video's
   * decoder wants the other cores, and sums come out the same on every machine.
   */
  readonly threads?: number;
  /** Told in one sentence when a faster backend is not used, and why. Default: silence. */
  readonly onWarning?: (message: string) => void;
}

/** ONNX Runtime's two packages share one API. */
type Runtime = Pick<typeof Ort, 'InferenceSession' | 'Tensor' | 'env'>;

const IMPORTS: Record<Backend, () => Promise<Runtime>> = {
  native: () => import('onnxruntime-node'),
  wasm: () => import('onnxruntime-web'),
};

/**
 * Load a network and prove, on the card's reference numbers, that the backend computes what it should.
 * @param path of the .onnx file; its hash has been checked by the caller
 * @throws {BackendUnavailableError} if no allowed backend runs, or none gives the reference's numbers
 * @throws {ModelLoadError} if ONNX Runtime can't read the file
 * @throws {RangeError} if `threads` is not a positive integer
 */
export async function loadSession(
  path: string,
  card: ModelCard,
  options: SessionOptions = {},
): Promise<InferenceSession> {
  return withBackend(options, async (backend, threads) => {
    const network = await openNetwork(backend, path, threads);
    await proveNetwork(network, card, path);
    return network;
  });
}

/**
 * Do something with the backend that the options ask for; with `auto`, natively if that works and else on WebAssembly.
 * @throws {BackendUnavailableError} if no allowed backend runs
 * @throws {RangeError} if `threads` is not a positive integer
 */
export async function withBackend<T>(
  { backend = 'auto', threads = 1, onWarning }: SessionOptions,
  open: (backend: Backend, threads: number) => Promise<T>,
): Promise<T> {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`threads must be a positive integer, got ${threads}`);
  }
  if (backend !== 'auto') return open(backend, threads);
  try {
    return await open('native', threads);
  } catch (cause) {
    if (!(cause instanceof BackendUnavailableError)) throw cause;
    onWarning?.(`${cause.message}; using WebAssembly, which is several times slower`);
    return open('wasm', threads);
  }
}

/** A session that also knows the shape of its first input. */
export interface Network extends InferenceSession {
  /** A name stands for a size that may vary. */
  readonly inputShape: readonly (number | string)[];
}

/**
 * Load a network that nothing is known about yet.
 * @throws {BackendUnavailableError} if the backend isn't installed
 * @throws {ModelLoadError} if ONNX Runtime can't read the file
 */
export async function openNetwork(backend: Backend, path: string, threads: number): Promise<Network> {
  let runtime: Runtime;
  try {
    runtime = await IMPORTS[backend]();
  } catch (cause) {
    throw new BackendUnavailableError(
      backend === 'native'
        ? "the native backend isn't installed (npm install onnxruntime-node --ignore-scripts)"
        : "the WebAssembly backend isn't installed (npm install onnxruntime-web)",
      { cause },
    );
  }
  if (backend === 'wasm') runtime.env.wasm.numThreads = threads;
  try {
    const inner = await runtime.InferenceSession.create(await readFile(path), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    return new OrtSession(runtime, inner, backend);
  } catch (cause) {
    throw new ModelLoadError(`${path} can't be loaded: ${firstLine(cause)}`, { cause });
  }
}

/**
 * Run a network on its card's reference numbers; it is disposed of if it doesn't give them.
 * @throws {BackendUnavailableError} if its numbers differ
 * @throws {ModelLoadError} if it can't be run
 */
export async function proveNetwork(network: InferenceSession, card: ModelCard, path: string): Promise<void> {
  try {
    await runSelfTest(network, card);
  } catch (cause) {
    await network.dispose();
    if (cause instanceof AffectDetectError) throw cause;
    throw new ModelLoadError(`${path} can't be run: ${firstLine(cause)}`, { cause });
  }
}

/** Adapts a session of ONNX Runtime to the port of core. */
class OrtSession implements Network {
  readonly #runtime: Runtime;
  readonly #inner: Ort.InferenceSession;
  #disposed = false;

  constructor(
    runtime: Runtime,
    inner: Ort.InferenceSession,
    readonly backend: Backend,
  ) {
    this.#runtime = runtime;
    this.#inner = inner;
  }

  get inputNames(): readonly string[] {
    return this.#inner.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.#inner.outputNames;
  }

  get inputShape(): readonly (number | string)[] {
    const [input] = this.#inner.inputMetadata;
    return input?.isTensor ? input.shape : [];
  }

  async run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>> {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, { data, dims }]) => [
        name,
        new this.#runtime.Tensor('float32', data, dims),
      ]),
    );
    const results = await this.#inner.run(feeds);
    return Object.fromEntries(
      Object.entries(results).map(([name, { data, dims }]) => [name, { data: data as Float32Array, dims }]),
    );
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#inner.release();
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
