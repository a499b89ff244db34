import { ClassificationReport } from '../../core/evaluation/classification-report.js';
import { FaceBatch } from '../../core/evaluation/face-batch.js';
import type { ExpressionClassifier } from '../../core/expression/expression-classifier.js';
import { EXPRESSIONS } from '../../core/expression/labels.js';
import type { LabelledFace } from './labelled-faces.js';

export interface EvaluateFacesOptions {
  /** Faces that go through the network at once; default 64. */
  readonly batchSize?: number;
  /** Probability from which an expression is named; default 0.40. */
  readonly threshold?: number;
  /** Stop after this many faces; default: all. */
  readonly limit?: number;
  /** Aborts between two faces, with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told after every batch how many faces it had. */
  readonly onBatch?: (faces: number) => void;
}

/** What `evaluateFaces` measured. */
export interface Evaluation {
  readonly report: ClassificationReport;
  /** Time in the network, without reading and decoding, ms for one face; `NaN` without faces. */
  readonly msPerFace: number;
}

/**
 * Read labelled faces batch by batch and count what was right. One batch is in memory at a time.
 * @throws what `faces` and the classifier throw, and the reason of an aborted signal
 */
export async function evaluateFaces(
  faces: AsyncIterable<LabelledFace>,
  classifier: Pick<ExpressionClassifier, 'card' | 'classifyTensor'>,
  options: EvaluateFacesOptions = {},
): Promise<Evaluation> {
  const { batchSize = 64, threshold, limit = Number.POSITIVE_INFINITY, signal, onBatch } = options;
  const report = new ClassificationReport({ threshold });
  const batch = new FaceBatch(classifier.card, batchSize);
  const labels: number[] = [];
  let inferenceMs = 0;

  const readBatch = async () => {
    // The first run of a network also plans its memory: that is not what a face costs.
    if (report.n === 0) await classifier.classifyTensor(batch.data, batch.count);
    const started = performance.now();
    const probabilities = await classifier.classifyTensor(batch.data, batch.count);
    inferenceMs += performance.now() - started;
    labels.forEach((label, i) => {
      report.add(label, probabilities.subarray(i * EXPRESSIONS.length, (i + 1) * EXPRESSIONS.length));
    });
    onBatch?.(batch.count);
    batch.clear();
    labels.length = 0;
  };

  for await (const face of faces) {
    signal?.throwIfAborted();
    face.addTo(batch);
    labels.push(face.label);
    if (batch.isFull || report.n + batch.count >= limit) await readBatch();
    if (report.n >= limit) break;
  }
  if (batch.count > 0) await readBatch();
  return { report, msPerFace: inferenceMs / report.n };
}
