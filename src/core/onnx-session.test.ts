import { expect, it } from 'vitest';
import { BackendUnavailableError } from './errors.js';
import { OnnxSession } from './onnx-session.js';

/** Stands in for ONNX Runtime: doubles its input. */
class FakeTensor {
  constructor(
    readonly type: 'float32',
    readonly data: Float32Array,
    readonly dims: readonly number[],
  ) {}
}

function open() {
  const calls: string[] = [];
  const network = {
    inputNames: ['in'],
    outputNames: ['out'],
    async run(feeds: Readonly<Record<string, FakeTensor>>) {
      const { type, data, dims } = feeds.in;
      calls.push(type);
      return {
        out: new FakeTensor(
          'float32',
          data.map((value) => 2 * value),
          dims,
        ),
      };
    },
    async release() {
      calls.push('release');
    },
  };
  return { session: new OnnxSession({ Tensor: FakeTensor }, network, 'wasm'), calls };
}

it('passes tensors to the runtime as its own, and back as plain ones', async () => {
  const { session, calls } = open();
  expect([session.inputNames, session.outputNames, session.backend]).toEqual([['in'], ['out'], 'wasm']);
  const { out } = await session.run({ in: { data: Float32Array.of(1, 2, 3), dims: [1, 3] } });
  expect(out).toEqual({ data: Float32Array.of(2, 4, 6), dims: [1, 3] });
  expect(calls).toEqual(['float32']);
});

it('frees the network once, however often it is asked to', async () => {
  const { session, calls } = open();
  await session.dispose();
  await session.dispose();
  expect(calls).toEqual(['release']);
});

it('says that it was disposed of', async () => {
  const { session } = open();
  await session.dispose();
  const running = session.run({ in: { data: Float32Array.of(1), dims: [1] } });
  await expect(running).rejects.toThrow(new BackendUnavailableError('the detector has been disposed'));
});
