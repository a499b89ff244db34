import { AffectDetectError, BackendUnavailableError } from '../core/errors.js';
import type { ModelCard } from '../core/model-card.js';
import { runSelfTest, selfTestInput } from '../core/self-test.js';
import type { InferenceSession } from '../core/session.js';
import type { ModelFiles } from './models.js';
import { Runtime } from './session.js';
import type { Backend } from './worker-messages.js';

export interface BackendOptions {
  /** `auto` takes WebGPU where there is an adapter and it proves equal, otherwise WebAssembly. */
  readonly backend: 'auto' | Backend;
  /** Threads within one operator, for WebAssembly. */
  readonly threads: number;
  /** Told in one sentence when WebGPU is there and not used, and why. */
  readonly onWarning: (message: string) => void;
}

/**
 * Prepare networks on one backend, proven on their cards' reference numbers. The runtime is fetched and compiled while
 * the models are still on their way, and each network is prepared as soon as it is there.
 * @param models the first to arrive had better come first
 * @returns a session for each model, in order
 * @throws {BackendUnavailableError} if no allowed backend runs and gives the reference's numbers
 * @throws {ModelLoadError} if ONNX Runtime can't read a network
 */
export async function openSessions(
  models: readonly Promise<ModelFiles>[],
  { backend, threads, onWarning }: BackendOptions,
): Promise<InferenceSession[]> {
  const adapter = backend === 'wasm' ? null : await findGpuAdapter();
  // A software adapter is slower than WebAssembly: only who asks for WebGPU by name gets it.
  const triesWebGpu = backend === 'webgpu' || (backend === 'auto' && adapter === 'hardware');
  if (!triesWebGpu) return openOn('wasm', models, threads);
  if (!adapter) {
    throw new BackendUnavailableError(
      'the webgpu backend is not available: this browser offers no GPU adapter',
    );
  }
  try {
    return await openOn('webgpu', models, threads);
  } catch (cause) {
    if (backend === 'webgpu' || !(cause instanceof AffectDetectError)) throw cause;
    onWarning(`WebGPU is not used: ${cause.message}`);
    return openOn('wasm', models, threads);
  }
}

/** What WebGPU would run on, `null` where the browser offers nothing. */
async function findGpuAdapter(): Promise<'hardware' | 'software' | null> {
  const { gpu } = navigator as {
    gpu?: { requestAdapter(): Promise<{ info?: { isFallbackAdapter?: boolean } } | null> };
  };
  const adapter = await gpu?.requestAdapter().catch(() => null);
  if (!adapter) return null;
  return adapter.info?.isFallbackAdapter ? 'software' : 'hardware';
}

async function openOn(
  backend: Backend,
  models: readonly Promise<ModelFiles>[],
  threads: number,
): Promise<InferenceSession[]> {
  const runtime = await Runtime.load(backend, threads);
  const sessions: InferenceSession[] = [];
  try {
    for (const model of models) {
      const { card, network } = await model;
      const session = await runtime.createSession(network, card.id);
      sessions.push(session);
      await runSelfTest(session, card);
      if (backend === 'webgpu') await compareWithWasm(runtime, session, card, network);
    }
    return sessions;
  } catch (error) {
    await Promise.all(sessions.map((session) => session.dispose()));
    throw error;
  }
}

/**
 * Run a network on both backends at the size of a real frame: WebGPU has been seen right on one shape and wrong on
 * another (onnxruntime#18311), and the card's reference numbers are of one small shape.
 */
async function compareWithWasm(
  runtime: Runtime,
  session: InferenceSession,
  card: ModelCard,
  network: Uint8Array,
): Promise<void> {
  const reference = await runtime.createSession(network, card.id, 'wasm');
  try {
    const inputs = { [card.input.name]: selfTestInput(realDims(card)) };
    const expected = await reference.run(inputs);
    const actual = await session.run(inputs);
    for (const [name, { data }] of Object.entries(expected)) {
      data.forEach((value, i) => {
        const difference = Math.abs(value - actual[name].data[i]);
        // Written so that NaN fails too.
        if (!(difference <= card.selfTest.tolerance)) {
          throw new BackendUnavailableError(
            `${card.id}: output "${name}" differs from WebAssembly's by ${difference.toPrecision(2)} (allowed: ${card.selfTest.tolerance})`,
          );
        }
      });
    }
  } finally {
    await reference.dispose();
  }
}

/** The shape of a stream's frame, 16:9, or of a batch of five faces. */
function realDims(card: ModelCard): number[] {
  const channels = card.input.mean.length;
  if (card.task === 'expression-classification') return [5, channels, card.input.height, card.input.width];
  const { multiple, fixedSize } = card.input;
  if (fixedSize) return [1, channels, fixedSize[1], fixedSize[0]];
  const width = card.input.sizes.stream[0];
  return [
    1,
    channels,
    Math.ceil((width * 9) / 16 / multiple) * multiple,
    Math.ceil(width / multiple) * multiple,
  ];
}
