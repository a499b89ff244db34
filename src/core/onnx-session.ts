import { BackendUnavailableError } from './errors.js';
import type { InferenceSession, Tensor } from './session.js';

/** The part of ONNX Runtime that makes its tensors; its packages for Node and for browsers share this. */
export interface OnnxRuntime<OnnxTensor> {
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OnnxTensor;
}

/** A network that ONNX Runtime has loaded. */
export interface OnnxNetwork<OnnxTensor> {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(
    feeds: Readonly<Record<string, OnnxTensor>>,
  ): Promise<Readonly<Record<string, { readonly data: unknown; readonly dims: readonly number[] }>>>;
  release(): Promise<void>;
}

/** Adapts a network of ONNX Runtime, whose inputs and outputs are all float32, to the port of core. */
export class OnnxSession<OnnxTensor> implements InferenceSession {
  readonly backend: string;
  readonly #runtime: OnnxRuntime<OnnxTensor>;
  readonly #network: OnnxNetwork<OnnxTensor>;
  #disposed = false;

  /** @param backend what runs the network, for messages */
  constructor(runtime: OnnxRuntime<OnnxTensor>, network: OnnxNetwork<OnnxTensor>, backend: string) {
    this.#runtime = runtime;
    this.#network = network;
    this.backend = backend;
  }

  get inputNames(): readonly string[] {
    return this.#network.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.#network.outputNames;
  }

  /** @throws {BackendUnavailableError} after {@link dispose} */
  async run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>> {
    if (this.#disposed) throw disposedError();
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, { data, dims }]) => [
        name,
        new this.#runtime.Tensor('float32', data, dims),
      ]),
    );
    const results = await this.#network.run(feeds).catch((cause: unknown) => {
      // ONNX Runtime begins in a later turn, and may find itself released.
      throw this.#disposed ? disposedError(cause) : cause;
    });
    return Object.fromEntries(
      Object.entries(results).map(([name, { data, dims }]) => [name, { data: data as Float32Array, dims }]),
    );
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#network.release();
  }
}

function disposedError(cause?: unknown): BackendUnavailableError {
  return new BackendUnavailableError('the detector has been disposed', { cause });
}
