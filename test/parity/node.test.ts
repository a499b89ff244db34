import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPRESSIONS } from '../../src/core/index.js';
import { type AffectDetector, findModel, loadAffectDetector } from '../../src/node/index.js';
import { ROOT } from '../support/run-cli.js';
import { differences, PIXEL_TOLERANCE, PROBABILITY_TOLERANCE, reference } from './reference.js';

const HEADS = ['fer2013', 'ferplus'] as const;

test('the reference was made from the networks that ship', async () => {
  for (const [id, sha256] of Object.entries(reference.sha256)) {
    expect((await findModel(id)).card.sha256).toBe(sha256);
  }
});

describe.each(['native', 'wasm'] as const)('on %s', (backend) => {
  describe.each(HEADS)('with the labels of %s', (head) => {
    let detector: AffectDetector;

    beforeAll(async () => {
      detector = await loadAffectDetector({ backend, labels: head });
    });
    afterAll(() => detector.dispose());

    test.each(reference.pictures)('$file gives the faces and probabilities of PyTorch', async (picture) => {
      const found = differences(await detector.detect(`${ROOT}${picture.file}`), picture, head);
      expect(found.faces).toBeGreaterThan(0);
      expect(found.probability).toBeLessThan(PROBABILITY_TOLERANCE);
      expect(found.score).toBeLessThan(PROBABILITY_TOLERANCE);
      expect(found.pixels).toBeLessThan(PIXEL_TOLERANCE);
    });

    test('aligned faces give the probabilities of PyTorch, apart from decoding and warping', async () => {
      for (const { faces } of reference.pictures) {
        for (const { tile } of faces) {
          const levels = Float32Array.from(Buffer.from(tile.levels, 'base64'));
          const probabilities = await detector.pipeline.classifier.classifyTensor(levels, 1);
          EXPRESSIONS.forEach((_, k) => {
            expect(Math.abs(probabilities[k] - tile.probabilities[head][k])).toBeLessThan(1e-5);
          });
        }
      }
    });
  });
});
