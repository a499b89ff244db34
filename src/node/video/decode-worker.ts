/** The decoding thread: synchronous from end to end, it sleeps while there is no room for another picture. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { FramePlan } from './frame-plan.js';
import { type FromWorker, SIGNALS, STOPPED, type ToWorker, type WorkerInput } from './messages.js';
import type { DecodedPicture, NodeAvDecoder } from './node-av-decoder.js';
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

function copyRows({ data, rowBytes }: DecodedPicture, buffer: ArrayBuffer, plan: FramePlan): void {
  const target = new Uint8Array(buffer);
  const width = plan.imageWidth * 3;
  if (rowBytes === width) {
    target.set(data.subarray(0, target.length));
    return;
  }
  for (let y = 0; y < plan.imageHeight; y++) {
    target.set(data.subarray(y * rowBytes, y * rowBytes + width), y * width);
  }
}

function decode(decoder: NodeAvDecoder): void {
  send({ type: 'opened', stream: decoder.stream });
  let buffer = waitForBuffer();
  if (!buffer) return;
  for (const picture of decoder.pictures(isStopped)) {
    copyRows(picture, buffer, decoder.plan);
    send({ type: 'frame', buffer, timestamp: picture.timestamp }, [buffer]);
    buffer = waitForBuffer();
    if (!buffer) return;
  }
  send({ type: 'ended', damage: decoder.damage });
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
    send({ type: 'undecodable', message: error.message });
  }
}

await main();
