import type { InferenceSession, Tensor } from '../../core/index.js';

/** A session that remembers when it last ran. */
export class TimedSession implements InferenceSession {
  /** When the last run began and ended, ms of `performance.now()`. */
  last = { began: 0, ended: 0 };
  /** Time of all runs so far, ms. */
  totalMs = 0;

  constructor(readonly inner: InferenceSession) {}

  get inputNames(): readonly string[] {
    return this.inner.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.inner.outputNames;
  }

  get backend(): string {
    return this.inner.backend;
  }

  async run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>> {
    const began = performance.now();
    const outputs = await this.inner.run(inputs);
    const ended = performance.now();
    this.last = { began, ended };
    this.totalMs += ended - began;
    return outputs;
  }

  dispose(): Promise<void> {
    return this.inner.dispose();
  }
}
