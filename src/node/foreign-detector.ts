import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { FAMILY_NAMES, type FamilyCard, recogniseDetector } from '../core/detection/known-families.js';
import {
  BackendUnavailableError,
  type FaceDetectionCard,
  type InferenceSession,
  ModelLoadError,
  selfTestInput,
} from '../core/index.js';
import { type Network, openNetwork, proveNetwork, type SessionOptions, withBackend } from './session.js';

/** A detector's network with the card that says how to use it. */
export interface LoadedDetector {
  readonly session: InferenceSession;
  readonly card: FaceDetectionCard;
}

// Large enough for every stride of the known families, small enough to take no time.
const SELF_TEST_SIDE = 64;
// Largest difference between two backends, as a fraction of the largest number in the reference.
const SELF_TEST_TOLERANCE = 1e-3;

/**
 * Load a face detector that has no card, if it is of a family that is known by its outputs. There are no reference
 * numbers to prove a backend with, so that the native backend is held to WebAssembly's answer.
 * @param path of the .onnx file
 * @throws {ModelLoadError} if the file can't be read or is of no known family
 * @throws {BackendUnavailableError} if no allowed backend runs, or the native one differs from WebAssembly
 */
export async function loadForeignDetector(path: string, options: SessionOptions): Promise<LoadedDetector> {
  return withBackend(options, async (backend, threads) => {
    const session = await openNetwork(backend, path, threads);
    try {
      const card = await makeCard(path, session);
      if (backend === 'wasm') return { session, card };
      const selfTest = await wasmReference(path, card, threads, options.onWarning);
      if (!selfTest) return { session, card };
      await proveNetwork(session, { ...card, selfTest }, path);
      return { session, card: { ...card, selfTest } };
    } catch (error) {
      await session.dispose();
      throw error;
    }
  });
}

async function makeCard(path: string, network: Network): Promise<FaceDetectionCard> {
  const { inputNames, outputNames, inputShape } = network;
  const recognised = recogniseDetector({ inputNames, outputNames, inputShape });
  if (!recognised) {
    throw new ModelLoadError(
      `${path} has no model.json and is no ${FAMILY_NAMES.join(' or ')} detector (inputs: ${inputNames.join(', ')}; outputs: ${outputNames.slice(0, 4).join(', ')}${outputNames.length > 4 ? ', …' : ''})`,
    );
  }
  const file = basename(path);
  const bytes = await readFile(path);
  return {
    schema: 1,
    task: 'face-detection',
    id: file.replace(/\.onnx$/i, ''),
    description: `${recognised.family} face detector without a card`,
    license: 'unknown',
    file,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    ...recognised.card,
    selfTest: { dims: selfTestDims(recognised.card), outputs: {}, tolerance: SELF_TEST_TOLERANCE },
    metrics: {},
  };
}

function selfTestDims({ input }: FamilyCard): number[] {
  const [width, height] = input.fixedSize ?? [SELF_TEST_SIDE, SELF_TEST_SIDE];
  return [1, input.mean.length, height, width];
}

/** What WebAssembly answers to the self-test's input; `null`, after saying so, where it isn't installed. */
async function wasmReference(
  path: string,
  card: FaceDetectionCard,
  threads: number,
  onWarning: SessionOptions['onWarning'],
): Promise<FaceDetectionCard['selfTest'] | null> {
  const { dims } = card.selfTest;
  let reference: Network;
  try {
    reference = await openNetwork('wasm', path, threads);
  } catch (cause) {
    if (!(cause instanceof BackendUnavailableError)) throw cause;
    onWarning?.(`${path} has no reference numbers, and ${cause.message}: its answers are not checked`);
    return null;
  }
  try {
    const answer = await reference.run({ [card.input.name]: selfTestInput(dims) });
    const outputs = Object.fromEntries(Object.entries(answer).map(([name, { data }]) => [name, [...data]]));
    const largest = Object.values(outputs)
      .flat()
      .reduce((max, value) => Math.max(max, Math.abs(value)), 1);
    return { dims, outputs, tolerance: SELF_TEST_TOLERANCE * largest };
  } finally {
    await reference.dispose();
  }
}
