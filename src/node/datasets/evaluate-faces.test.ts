import { describe, expect, it } from 'vitest';
import type { ExpressionCard } from '../../core/model-card.js';
import { evaluateFaces } from './evaluate-faces.js';
import type { LabelledFace } from './labelled-faces.js';

// Where the keypoints lie doesn't matter here.
const template = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
  [2, 2],
] as unknown as ExpressionCard['template'];
const card = {
  input: { name: 'faces', channels: 'gray', mean: [0], std: [1], width: 2, height: 2 },
  template,
} as unknown as ExpressionCard;

/** Reads a face of grey value v as expression v, and notes what it was asked. */
class FakeClassifier {
  readonly card = card;
  readonly counts: number[] = [];

  async classifyTensor(data: Float32Array, n: number): Promise<Float32Array> {
    expect(data).toHaveLength(4 * n);
    this.counts.push(n);
    const probabilities = new Float32Array(7 * n);
    for (let i = 0; i < n; i++) probabilities[7 * i + data[4 * i]] = 1;
    return probabilities;
  }
}

/** Faces as [truth, what the classifier will say]. */
async function* faces(...pairs: [number, number][]): AsyncGenerator<LabelledFace> {
  for (const [label, said] of pairs) {
    yield { label, addTo: (batch) => batch.addTile(new Uint8Array(4).fill(said), 2) };
  }
}

function right(count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => [i % 7, i % 7]);
}

describe('evaluateFaces', () => {
  it('counts every face under its own label, also in the last batch that is not full', async () => {
    const classifier = new FakeClassifier();
    const { report } = await evaluateFaces(faces([0, 0], [1, 2], [3, 3], [3, 4], [5, 5]), classifier, {
      batchSize: 2,
    });
    const { n, accuracy, confusion } = report.summary();
    expect([n, accuracy]).toEqual([5, 0.6]);
    expect([confusion[1][2], confusion[3][3], confusion[3][4], confusion[5][5]]).toEqual([1, 1, 1, 1]);
    // The first batch is run once more, to warm up.
    expect(classifier.counts).toEqual([2, 2, 2, 1]);
  });

  it('runs batches of 64 by default', async () => {
    const classifier = new FakeClassifier();
    await evaluateFaces(faces(...right(130)), classifier);
    expect(classifier.counts).toEqual([64, 64, 64, 2]);
  });

  it('stops at the limit without reading further', async () => {
    let read = 0;
    async function* counting() {
      for await (const face of faces(...right(20))) {
        read += 1;
        yield face;
      }
    }
    const { report } = await evaluateFaces(counting(), new FakeClassifier(), { batchSize: 4, limit: 6 });
    expect(report.n).toBe(6);
    expect(read).toBe(6);
  });

  it('measures the time in the network only', async () => {
    const slowReading = (async function* () {
      for await (const face of faces(...right(4))) {
        await new Promise((resolve) => setTimeout(resolve, 30));
        yield face;
      }
    })();
    const { msPerFace } = await evaluateFaces(slowReading, new FakeClassifier());
    expect(msPerFace).toBeGreaterThan(0);
    expect(msPerFace).toBeLessThan(20);
  });

  it('stops with the reason of an aborted signal', async () => {
    const controller = new AbortController();
    const classifier = new FakeClassifier();
    const reason = new Error('enough');
    async function* interrupted() {
      yield* faces(...right(3));
      controller.abort(reason);
      yield* faces(...right(3));
    }
    const running = evaluateFaces(interrupted(), classifier, { batchSize: 2, signal: controller.signal });
    await expect(running).rejects.toBe(reason);
    expect(classifier.counts).toEqual([2, 2]);
  });

  it('gives an empty report where there is no face', async () => {
    const classifier = new FakeClassifier();
    const { report, msPerFace } = await evaluateFaces(faces(), classifier);
    expect(report.n).toBe(0);
    expect(msPerFace).toBeNaN();
    expect(classifier.counts).toEqual([]);
  });
});
