/** A dense float32 tensor, row-major. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/**
 * The port through which core runs a network. Node and the browser each adapt ONNX Runtime to it; a test may adapt
 * anything else.
 */
export interface InferenceSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** What runs the network, for messages: `native`, `wasm` or `webgpu`. */
  readonly backend: string;
  /**
   * Run the network once. Calls must not overlap.
   * @param inputs a tensor for each input name
   * @returns a tensor for each output name, valid until the next call
   */
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  /** Free the network's memory. A second call does nothing. */
  dispose(): Promise<void>;
}
