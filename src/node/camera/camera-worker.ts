/** The thread that reads a camera: it never waits for the reader. */
import { parentPort, workerData } from 'node:worker_threads';
import { copyPixels, layOut } from '../video/picture-layout.js';
import type { CameraDecoder } from './camera-decoder.js';
import { CameraFailure } from './camera-feed.js';
import { allocateLatestPicture, LatestPictureWriter } from './latest-picture.js';
import type { CameraWorkerInput, FromCameraWorker } from './messages.js';

/** Between two looks at a camera that has no picture yet, milliseconds. */
const PAUSE_MS = 2;

const { inputs, maxSide, stopped } = workerData as CameraWorkerInput;

function send(message: FromCameraWorker): void {
  parentPort!.postMessage(message);
}

function isStopped(): boolean {
  return Atomics.load(stopped, 0) === 1;
}

function pause(): boolean {
  Atomics.wait(stopped, 0, 0, PAUSE_MS);
  return !isStopped();
}

function read(decoder: CameraDecoder): void {
  const { width, height, imageWidth, imageHeight } = decoder.plan;
  const memory = allocateLatestPicture(imageWidth * imageHeight * 3);
  const writer = new LatestPictureWriter(memory);
  const { frameRate } = decoder.stream;
  send({ type: 'opened', frameRate, size: { width, height, imageWidth, imageHeight }, memory });
  for (const picture of decoder.pictures(pause, isStopped)) {
    writer.write(picture.timestamp, (pixels) => copyPixels(picture, layOut(picture), pixels));
    send({ type: 'picture' });
  }
}

async function main(): Promise<void> {
  let library: typeof import('./camera-decoder.js');
  try {
    library = await import('./camera-decoder.js');
  } catch (error) {
    return send({ type: 'unavailable', message: String(error) });
  }
  try {
    const decoder = new library.CameraDecoder(inputs, maxSide);
    try {
      read(decoder);
    } finally {
      decoder.close();
    }
  } catch (error) {
    if (!(error instanceof CameraFailure)) throw error;
    const { stage, errno, reason } = error;
    send({ type: 'failed', stage, errno, reason });
  }
}

await main();
