/** The encoding thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { UndecodableError } from '../undecodable-error.js';
import type { EncodeJob, FromEncoder, ToEncoder } from './encode-job.js';

const port = parentPort!;

function send(message: FromEncoder, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

function fail(error: unknown, expected: readonly (new (...args: never[]) => Error)[]): void {
  if (!(error instanceof Error) || !expected.some((kind) => error instanceof kind)) throw error;
  const file = error instanceof UndecodableError ? 'source' : 'output';
  send({ type: 'failed', file, message: error.message });
  port.close();
}

async function main(): Promise<void> {
  const library = await import('./node-av-encoder.js').catch(() => null);
  if (library === null) {
    send({
      type: 'failed',
      file: 'output',
      message: "can't be written: that needs the optional package node-av (npm install node-av)",
    });
    return port.close();
  }
  const expected = [library.EncodeError, UndecodableError];
  try {
    const encoder = new library.NodeAvEncoder(workerData as EncodeJob);
    let isOver = false;
    const close = () => {
      isOver = true;
      encoder.close();
    };
    port.on('message', (message: ToEncoder) => {
      // A closed port still gives what was on its way, but FFmpeg's memory is gone.
      if (isOver) return;
      try {
        if (message.type === 'frame') {
          encoder.write(new Uint8Array(message.buffer), message.timestamp);
          send({ type: 'buffer', buffer: message.buffer }, [message.buffer]);
          return;
        }
        encoder.finish();
        close();
        send({ type: 'finished' });
        port.close();
      } catch (error) {
        close();
        fail(error, expected);
      }
    });
    send({ type: 'ready' });
  } catch (error) {
    fail(error, expected);
  }
}

await main();
