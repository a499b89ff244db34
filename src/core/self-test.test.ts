import { expect, test } from 'vitest';
import { detectorCard, FakeSession } from '../../test/support/fakes.js';
import { BackendUnavailableError } from './errors.js';
import { runSelfTest, selfTestInput } from './self-test.js';

const card = detectorCard({ selfTest: { dims: [2], outputs: { y: [1, 2] }, tolerance: 0.01 } });
const answering = (...values: number[]) =>
  new FakeSession(['image'], ['y'], () => ({
    y: { data: Float32Array.from(values), dims: [values.length] },
  }));

test('the generated input is the same everywhere', () => {
  expect([...selfTestInput([1, 2, 3]).data]).toEqual([60, 94, 129, 180, 12, 94]);
});

test('a backend within the tolerance passes and says how far off it is', async () => {
  expect(await runSelfTest(answering(1.005, 2), card)).toBeCloseTo(0.005, 4);
});

test.each([
  ['other numbers', answering(1.2, 2)],
  ['no number', answering(Number.NaN, 2)],
  ['too few numbers', answering(1)],
  ['no such output', new FakeSession(['image'], [], () => ({}))],
])('a backend that gives %s is not used', async (_, session) => {
  await expect(runSelfTest(session, card)).rejects.toThrow(BackendUnavailableError);
});
