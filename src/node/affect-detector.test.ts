import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { constantRate, makeVideo } from '../../test/support/make-video.js';
import { serveVideo } from '../../test/support/video-server.js';
import { type Pipeline, StreamPipeline } from '../core/index.js';
import { AffectDetector } from './affect-detector.js';

// A thread needs compiled code; the build comes before the tests.
vi.mock('./video/worker-url.js', () => ({
  DECODE_WORKER_URL: new URL('../../dist/node/video/decode-worker.js', import.meta.url),
}));

/** Finds no faces. */
const PIPELINE = {
  openStream: () =>
    new StreamPipeline(
      async () => ({ detections: [], probabilities: Promise.resolve(new Float32Array()) }),
      {},
    ),
} as unknown as Pipeline;

test('leaving a network stream that is lost does not wait for it to come back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'affect-detect-detector-'));
  const file = join(folder, 'clip.mkv');
  makeVideo(file, { times: constantRate(200, 25), width: 320, height: 240, gopSize: 10 });
  const server = await serveVideo(file, { bytesUntilDrop: [12_000, ...Array<number>(20).fill(1)] });
  try {
    let left = Number.POSITIVE_INFINITY;
    let isLost = false;
    const onLost = () => {
      isLost = true;
    };
    const detector = new AffectDetector(PIPELINE, 'none');
    for await (const _ of detector.detectStream(server.url, { onLost })) {
      await sleep(50);
      if (!isLost) continue;
      left = performance.now();
      break;
    }
    // Its five attempts take 31 s.
    expect(performance.now() - left).toBeLessThan(8000);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
});
