import { describe, expect, it } from 'vitest';
import { BackendUnavailableError, ModelLoadError } from '../core/errors.js';
import { serializeError } from './serialized-error.js';
import { WorkerClient, type WorkerLike } from './worker-client.js';
import type { Reply, Request } from './worker-messages.js';

/** A worker that answers when the test tells it to. */
class FakeWorker extends EventTarget implements WorkerLike {
  readonly received: Request[] = [];
  isTerminated = false;

  postMessage(message: Request): void {
    this.received.push(message);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  reply(reply: Reply): void {
    this.dispatchEvent(new MessageEvent('message', { data: reply }));
  }
}

const CLOSE = { stream: 1 };

describe('WorkerClient', () => {
  it('gives each caller its own answer, whatever the order of the answers', async () => {
    const worker = new FakeWorker();
    const client = new WorkerClient(worker);
    const first = client.call('closeStream', CLOSE);
    const second = client.call('load', {} as never);
    const loaded = { backend: 'wasm', threads: 1, detector: 'd', model: 'm', labels: 'l' } as const;
    worker.reply({ type: 'result', id: worker.received[1].id, value: loaded });
    worker.reply({ type: 'result', id: worker.received[0].id, value: null });
    expect(await second).toEqual(loaded);
    expect(await first).toBeNull();
  });

  it("rejects with an error of the same class, message and stack as the worker's", async () => {
    const worker = new FakeWorker();
    const call = new WorkerClient(worker).call('closeStream', CLOSE);
    const thrown = new ModelLoadError('model.onnx is corrupt');
    worker.reply({ type: 'error', id: worker.received[0].id, error: serializeError(thrown) });
    const caught = await call.catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(ModelLoadError);
    expect(caught).toMatchObject({
      message: 'model.onnx is corrupt',
      code: 'MODEL_LOAD',
      stack: thrown.stack,
    });
  });

  it('keeps misuse apart from conditions', async () => {
    const worker = new FakeWorker();
    const call = new WorkerClient(worker).call('closeStream', CLOSE);
    worker.reply({
      type: 'error',
      id: 1,
      error: serializeError(new RangeError('threshold must be between 0 and 1')),
    });
    await expect(call).rejects.toBeInstanceOf(RangeError);
  });

  it('rejects calls under way and later calls when the worker dies', async () => {
    const worker = new FakeWorker();
    const client = new WorkerClient(worker);
    const underWay = client.call('closeStream', CLOSE);
    worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
    await expect(underWay).rejects.toThrow('the inference worker failed: out of memory');
    await expect(client.call('closeStream', CLOSE)).rejects.toBeInstanceOf(BackendUnavailableError);
    expect(worker.isTerminated).toBe(true);
  });

  it("names the likely cause when the worker's script can't be loaded", async () => {
    const worker = new FakeWorker();
    const call = new WorkerClient(worker).call('closeStream', CLOSE);
    worker.dispatchEvent(new ErrorEvent('error'));
    await expect(call).rejects.toThrow('its script could not be loaded');
  });

  it('hands warnings on without ending a call', async () => {
    const worker = new FakeWorker();
    const warnings: string[] = [];
    const call = new WorkerClient(worker, (message) => warnings.push(message)).call('closeStream', CLOSE);
    worker.reply({ type: 'warning', message: 'WebGPU is not used' });
    worker.reply({ type: 'result', id: 1, value: null });
    await call;
    expect(warnings).toEqual(['WebGPU is not used']);
  });
});
