import { expect, test } from 'vitest';
import {
  expressionCard,
  FakeSession,
  fakeExpressionSession,
  gradientImage,
} from '../../../test/support/fakes.js';
import type { Keypoints } from '../types.js';
import { ExpressionClassifier } from './expression-classifier.js';
import { EXPRESSIONS } from './labels.js';

const FACE: Keypoints = [
  [30, 30],
  [60, 30],
  [45, 45],
  [33, 60],
  [57, 60],
];

test('logits in the order of the model come out in canonical order, without contempt, and sum to 1', async () => {
  // Card order: neutral, happy, surprise, sad, angry, disgust, fear, contempt.
  const logits = [0.1, 0.05, 0.05, 0.1, 0.1, 0.05, 0.05, 0.5].map(Math.log);
  const classifier = new ExpressionClassifier(fakeExpressionSession(logits), expressionCard());
  const probabilities = await classifier.classify(gradientImage(100, 100), [FACE]);
  expect(
    Object.fromEntries(EXPRESSIONS.map((name, i) => [name, Number(probabilities[i].toFixed(6))])),
  ).toEqual({
    angry: 0.2,
    disgust: 0.1,
    fear: 0.1,
    happy: 0.1,
    sad: 0.2,
    surprise: 0.1,
    neutral: 0.2,
  });
});

test('every face of a picture is read, and all in one batch', async () => {
  const session = fakeExpressionSession([1, 2, 3, 4, 5, 6, 7, 8]);
  const classifier = new ExpressionClassifier(session, expressionCard());
  const probabilities = await classifier.classify(gradientImage(100, 100), [FACE, FACE, FACE]);
  expect(probabilities).toHaveLength(21);
  expect(session.runs).toBe(1);
});

test('a crowd is read in parts and keeps its order', async () => {
  // The logit of "happy" grows with the brightness of the face's first pixel row.
  const session = new FakeSession(['faces'], ['logits'], ({ faces }) => {
    const n = faces.dims[0];
    const data = new Float32Array(n * 8);
    for (let i = 0; i < n; i++) data[i * 8 + 1] = faces.data[i * 48 * 48];
    return { logits: { data, dims: [n, 8] } };
  });
  const classifier = new ExpressionClassifier(session, expressionCard());
  const image = gradientImage(400, 100);
  const crowd = Array.from(
    { length: 100 },
    (_, i) => FACE.map(([x, y]) => [x + i * 3, y]) as unknown as Keypoints,
  );
  const together = await classifier.classify(image, crowd);
  expect(session.runs).toBe(2);
  const alone = await classifier.classify(image, [crowd[90]]);
  expect([...together.slice(90 * 7, 91 * 7)]).toEqual([...alone]);
});

test('no face needs no run', async () => {
  const session = fakeExpressionSession([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(
    await new ExpressionClassifier(session, expressionCard()).classify(gradientImage(10, 10), []),
  ).toHaveLength(0);
  expect(session.runs).toBe(0);
});

test('a head that the model lacks is refused with those it has', () => {
  expect(
    () => new ExpressionClassifier(fakeExpressionSession([]), expressionCard(), { head: 'fer2013' }),
  ).toThrow('labels must be one of ferplus, got fer2013');
});

test('a network that gives another number of labels than its card is refused', async () => {
  const classifier = new ExpressionClassifier(fakeExpressionSession([0, 0, 0]), expressionCard());
  await expect(classifier.classify(gradientImage(100, 100), [FACE])).rejects.toThrow(
    /3 values a face, its card names 8/,
  );
});
