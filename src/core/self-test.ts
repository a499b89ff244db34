import { BackendUnavailableError } from './errors.js';
import type { ModelCard } from './model-card.js';
import type { InferenceSession, Tensor } from './session.js';

/**
 * Generate the input of a self-test: integers 0 to 255 in a fixed pseudo-random order, the same in every language
 * (a 32-bit linear congruential generator, Numerical Recipes constants, top eight bits).
 * @param dims shape of the tensor
 */
export function selfTestInput(dims: readonly number[]): Tensor {
  const data = new Float32Array(dims.reduce((product, size) => product * size, 1));
  let state = 1;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state >>> 24;
  }
  return { data, dims };
}

/**
 * Run a network on its self-test and compare with the numbers stored when it was exported, so that a backend that
 * computes something else is never used.
 * @returns the largest absolute difference
 * @throws {BackendUnavailableError} if an output is missing or differs by more than the card's tolerance
 */
export async function runSelfTest(session: InferenceSession, card: ModelCard): Promise<number> {
  const outputs = await session.run({ [card.input.name]: selfTestInput(card.selfTest.dims) });
  let largest = 0;
  for (const [name, expected] of Object.entries(card.selfTest.outputs)) {
    const actual = outputs[name]?.data;
    if (!actual || actual.length !== expected.length) {
      throw new BackendUnavailableError(
        `${card.id} on ${session.backend}: output "${name}" is missing or has the wrong size`,
      );
    }
    for (let i = 0; i < expected.length; i++) {
      const difference = Math.abs(actual[i] - expected[i]);
      // Written so that NaN fails too.
      if (!(difference <= card.selfTest.tolerance)) {
        throw new BackendUnavailableError(
          `${card.id} on ${session.backend}: output "${name}" differs from the reference by ${difference.toPrecision(2)} (allowed: ${card.selfTest.tolerance})`,
        );
      }
      largest = Math.max(largest, difference);
    }
  }
  return largest;
}
