// Decodes one HEIC picture in a thread of its own: the decoder writes to standard output, and keeps its memory for good.
import { parentPort, workerData } from 'node:worker_threads';
import type { HeicReply } from './decode-heic.js';

async function reply(): Promise<HeicReply> {
  let decode: typeof import('heic-decode')['default'];
  try {
    ({ default: decode } = await import('heic-decode'));
  } catch {
    return { type: 'not installed' };
  }
  try {
    return { type: 'picture', ...(await decode({ buffer: workerData as Uint8Array })) };
  } catch {
    return { type: 'damaged' };
  }
}

const answer = await reply();
parentPort!.postMessage(answer, answer.type === 'picture' ? [answer.data.buffer] : []);
