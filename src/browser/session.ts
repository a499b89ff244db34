import type * as Ort from 'onnxruntime-web/wasm';
import { BackendUnavailableError, ModelLoadError } from '../core/errors.js';
import { OnnxSession } from '../core/onnx-session.js';
import type { InferenceSession } from '../core/session.js';
import type { Backend } from './worker-messages.js';

type OrtModule = typeof Ort;

/**
 * ONNX Runtime's own files, which the build puts beside the bundled worker, untouched: its threads load the loader's
 * script by its URL, so it must not be melted into ours. The literals let bundlers of other projects copy them.
 */
const FILES = {
  wasm: {
    api: new URL('./ort.wasm.min.mjs', import.meta.url).href,
    mjs: new URL('./ort-wasm-simd-threaded.mjs', import.meta.url).href,
    wasm: new URL('./ort-wasm-simd-threaded.wasm', import.meta.url).href,
  },
  webgpu: {
    api: new URL('./ort.webgpu.min.mjs', import.meta.url).href,
    mjs: new URL('./ort-wasm-simd-threaded.asyncify.mjs', import.meta.url).href,
    wasm: new URL('./ort-wasm-simd-threaded.asyncify.wasm', import.meta.url).href,
  },
} as const satisfies Record<Backend, Record<string, string>>;

/** ONNX Runtime, loaded; makes sessions. */
export class Runtime {
  readonly #ort: OrtModule;

  private constructor(
    ort: OrtModule,
    readonly backend: Backend,
  ) {
    this.#ort = ort;
  }

  /**
   * Load the build of ONNX Runtime for a backend.
   * @param threads within one operator; more than 1 needs a cross-origin isolated page
   * @throws {BackendUnavailableError} if its files can't be fetched
   */
  static async load(backend: Backend, threads: number): Promise<Runtime> {
    const { api, mjs, wasm } = FILES[backend];
    let ort: OrtModule;
    try {
      ort = await import(/* webpackIgnore: true */ /* @vite-ignore */ api);
    } catch (cause) {
      throw new BackendUnavailableError(`ONNX Runtime can't be loaded from ${api}`, { cause });
    }
    ort.env.wasm.wasmPaths = { mjs, wasm };
    ort.env.wasm.numThreads = threads;
    ort.env.logLevel = 'error';
    return new Runtime(ort, backend);
  }

  /**
   * Prepare a network to run.
   * @param network the .onnx file's bytes
   * @param backend the WebGPU build can also run on WebAssembly; default: the build's own
   * @throws {ModelLoadError} if ONNX Runtime can't read or run the network
   */
  async createSession(network: Uint8Array, name: string, backend = this.backend): Promise<InferenceSession> {
    try {
      const inner = await this.#ort.InferenceSession.create(network, {
        executionProviders: [backend],
        // Errors only; ONNX Runtime's warnings are for those who write networks.
        logSeverityLevel: 3,
      });
      return new OnnxSession(this.#ort, inner, backend);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ModelLoadError(`${name} can't be loaded on ${backend}: ${reason.split('\n')[0]}`, { cause });
    }
  }
}
