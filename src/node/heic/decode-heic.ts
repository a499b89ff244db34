import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { HEIC_WORKER_URL } from './worker-url.js';

/** What the thread answers. */
export type HeicReply =
  | {
      readonly type: 'picture';
      readonly width: number;
      readonly height: number;
      /** RGBA, 8 bits. */
      readonly data: Uint8ClampedArray<ArrayBuffer>;
    }
  | { readonly type: 'damaged' }
  /** The optional package heic-decode isn't there. */
  | { readonly type: 'not installed' };

/** Decode the first picture of a HEIC file, upright, with the optional package heic-decode. */
export async function decodeHeic(file: Uint8Array): Promise<HeicReply> {
  // What the decoder says about a damaged file stays in the thread.
  const worker = new Worker(HEIC_WORKER_URL, { workerData: file, stdout: true, stderr: true });
  try {
    const [reply] = (await once(worker, 'message')) as [HeicReply];
    return reply;
  } finally {
    await worker.terminate();
  }
}
