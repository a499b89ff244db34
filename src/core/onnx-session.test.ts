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

function open(begin = () => Promise.resolve()) {
  const calls: string[] = [];
  const network = {
    inputNames: ['in'],
    outputNames: ['out'],
    async run(feeds: Readonly<Record<string, FakeTensor>>) {
      const { type, data, dims } = feeds.in;
      calls.push(type);
      await begin();
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

it('says so too where the runtime finds itself released while it begins', async () => {
  const { session } = open(() => Promise.reject(new Error('Session already disposed.')));
  const running = session.run({ in: { data: Float32Array.of(1), dims: [1] } });
  await session.dispose();
  await expect(running).rejects.toThrow(new BackendUnavailableError('the detector has been disposed'));
  const failing = open(() => Promise.reject(new Error('out of memory'))).session;
  await expect(failing.run({ in: { data: Float32Array.of(1), dims: [1] } })).rejects.toThrow('out of memory');
});
