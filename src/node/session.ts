import { readFile } from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';
import type * as Ort from 'onnxruntime-common';
import {
  AffectDetectError,
  BackendUnavailableError,
  type InferenceSession,
  type ModelCard,
  ModelLoadError,
  runSelfTest,
} from '../core/index.js';
import { OnnxSession } from '../core/onnx-session.js';

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

interface Package {
  readonly title: string;
  readonly load: () => Promise<Runtime>;
  readonly install: string;
}

const PACKAGES: Record<Backend, Package> = {
  native: {
    title: 'the native backend',
    load: () => import('onnxruntime-node'),
    install: 'npm install onnxruntime-node --ignore-scripts',
  },
  wasm: {
    title: 'the WebAssembly backend',
    load: () => import('onnxruntime-web'),
    install: 'npm install onnxruntime-web',
  },
};

/**
 * From 1.29 on ONNX Runtime's library reports each session to Microsoft and keeps a device's id and a database in the user's
 * cache folder, unless this variable is set before it is loaded.
 * @throws {BackendUnavailableError} in a thread without it: what a thread sets stays in its copy of the environment
 */
function silenceTelemetry(): void {
  if (isMainThread) process.env.ORT_DISABLE_TELEMETRY = '1';
  else if (process.env.ORT_DISABLE_TELEMETRY !== '1') {
    throw new BackendUnavailableError(
      'in a thread the native backend needs ORT_DISABLE_TELEMETRY=1 in the environment of the process, so that nothing is reported',
    );
  }
}

/**
 * Load a network and prove, on the card's reference numbers, that the backend computes what it should.
 * @param path of the .onnx file; its hash has been checked by the caller
 * @throws {BackendUnavailableError} if no allowed backend runs, or none gives the reference's numbers
 * @throws {ModelLoadError} if ONNX Runtime can't read the file
 * @throws {RangeError} if there is no such backend, or `threads` is not a positive integer
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
 * @throws {RangeError} if there is no such backend, or `threads` is not a positive integer
 */
export async function withBackend<T>(
  { backend = 'auto', threads = 1, onWarning }: SessionOptions,
  open: (backend: Backend, threads: number) => Promise<T>,
): Promise<T> {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`threads must be a positive integer, got ${threads}`);
  }
  if (backend !== 'auto' && !Object.hasOwn(PACKAGES, backend)) {
    const known = ['auto', ...Object.keys(PACKAGES)].join(', ');
    throw new RangeError(`backend must be one of ${known}, got ${backend}`);
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
 * @throws {BackendUnavailableError} if the backend isn't installed, can't be loaded, or may not be used in this thread
 * @throws {ModelLoadError} if ONNX Runtime can't read the file
 */
export async function openNetwork(backend: Backend, path: string, threads: number): Promise<Network> {
  if (backend === 'native') silenceTelemetry();
  const { title, load, install } = PACKAGES[backend];
  let runtime: Runtime;
  try {
    runtime = await load();
  } catch (cause) {
    const problem = isNotInstalled(cause)
      ? `isn't installed (${install})`
      : `can't be loaded: ${firstLine(cause)}`;
    throw new BackendUnavailableError(`${title} ${problem}`, { cause });
  }
  if (backend === 'wasm') runtime.env.wasm.numThreads = threads;
  try {
    const inner = await runtime.InferenceSession.create(await readFile(path), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    return new OnnxFileSession(runtime, inner, backend);
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

/** A session of ONNX Runtime that also says what the network's file knows of its input. */
class OnnxFileSession extends OnnxSession<Ort.Tensor> implements Network {
  readonly inputShape: readonly (number | string)[];

  constructor(runtime: Runtime, network: Ort.InferenceSession, backend: Backend) {
    super(runtime, network, backend);
    const [input] = network.inputMetadata;
    this.inputShape = input?.isTensor ? input.shape : [];
  }
}

/** Whether an import failed for want of the package; a library that lacks this platform's binary would lack it again. */
function isNotInstalled(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const { code } = cause as NodeJS.ErrnoException;
  const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  return isMissing && !firstLine(cause).includes(".node'");
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
