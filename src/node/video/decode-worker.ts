/** The decoding thread: synchronous from end to end, it sleeps while there is no room for another picture. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type FromWorker, SIGNALS, STOPPED, type ToWorker, type WorkerInput } from './messages.js';
import type { NodeAvDecoder } from './node-av-decoder.js';
import { copyPixels, layOut } from './picture-layout.js';
import { UndecodableError } from './undecodable-error.js';

const port = parentPort!;
const { address, selection, control } = workerData as WorkerInput;

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

function isStopped(): boolean {
  return Atomics.load(control, STOPPED) === 1;
}

/** @returns room for a picture; `null` when the reader wants no more */
function waitForBuffer(): ArrayBuffer | null {
  for (;;) {
    // Read before looking, so that a signal which comes in between ends the wait.
    const seen = Atomics.load(control, SIGNALS);
    if (isStopped()) return null;
    const mail: { message: ToWorker } | undefined = receiveMessageOnPort(port);
    if (mail) return mail.message;
    Atomics.wait(control, SIGNALS, seen);
  }
}

function decode(decoder: NodeAvDecoder): void {
  send({ type: 'opened', stream: decoder.stream });
  let buffer = waitForBuffer();
  if (!buffer) return;
  for (const picture of decoder.pictures(isStopped)) {
    const layout = layOut(picture);
    if (buffer.byteLength !== layout.bytes) buffer = new ArrayBuffer(layout.bytes);
    copyPixels(picture, layout, new Uint8Array(buffer));
    send({ type: 'frame', buffer, layout, timestamp: picture.timestamp }, [buffer]);
    buffer = waitForBuffer();
    if (!buffer) return;
  }
  // A reader that wants no more has the input closed: nothing is missing then.
  send({ type: 'ended', damage: isStopped() ? null : decoder.damage });
}

async function main(): Promise<void> {
  let library: typeof import('./node-av-decoder.js');
  try {
    library = await import('./node-av-decoder.js');
  } catch (error) {
    return send({ type: 'unavailable', message: String(error) });
  }
  try {
    const decoder = new library.NodeAvDecoder(address, selection);
    try {
      decode(decoder);
    } finally {
      decoder.close();
    }
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    if (!isStopped()) send({ type: 'undecodable', message: error.message });
  }
}

await main();
