import { expect, test } from 'vitest';
import { ModelLoadError } from '../errors.js';
import type { DecodedBoxesDecoder } from '../model-card.js';
import { decodeBoxes } from './decode-boxes.js';

const decoder: DecodedBoxesDecoder = {
  type: 'decoded-boxes',
  scores: 'scores',
  faceClass: 1,
  boxes: 'boxes',
};
/** Outputs for faces given as [score, left, top, right, bottom]. */
function outputs(...faces: number[][]) {
  return {
    scores: {
      data: Float32Array.from(faces.flatMap(([score]) => [1 - score, score])),
      dims: [1, faces.length, 2],
    },
    boxes: { data: Float32Array.from(faces.flatMap((face) => face.slice(1))), dims: [1, faces.length, 4] },
  };
}

test('corners are fractions of the input', () => {
  const [face, ...others] = decodeBoxes(outputs([0.75, 0.25, 0.5, 0.75, 1]), decoder, 320, 240, 0.5);
  expect(others).toEqual([]);
  expect(face.score).toBe(0.75);
  expect(face.box).toEqual({ x: 80, y: 120, width: 160, height: 120 });
});

test('keypoints lie in the box as in an upright face: eyes level above nose and mouth', () => {
  const [{ box, keypoints }] = decodeBoxes(outputs([0.9, 0.2, 0.2, 0.6, 0.7]), decoder, 100, 100, 0.5);
  const [rightEye, leftEye, nose, rightMouth, leftMouth] = keypoints;
  expect(rightEye[0]).toBeLessThan(nose[0]);
  expect(nose[0]).toBeLessThan(leftEye[0]);
  expect(Math.max(rightEye[1], leftEye[1])).toBeLessThan(nose[1]);
  expect(nose[1]).toBeLessThan(Math.min(rightMouth[1], leftMouth[1]));
  expect((leftEye[0] - rightEye[0]) / box.width).toBeCloseTo(17.8 / 38.4, 6);
  expect((rightEye[1] - box.y) / box.height).toBeCloseTo(16.8 / 48, 6);
});

test('low scores, scores that are not a number, empty and absurd boxes give nothing', () => {
  const faces = [
    [0.4, 0.1, 0.1, 0.2, 0.2],
    [Number.NaN, 0.1, 0.1, 0.2, 0.2],
    [0.9, 0.2, 0.1, 0.2, 0.2],
    [0.9, 0.2, 0.3, 0.4, 0.2],
    [0.9, -4, 0, 4, 1],
    [0.9, 0, 0, Number.NaN, 1],
  ];
  expect(decodeBoxes(outputs(...faces), decoder, 320, 240, 0.5)).toEqual([]);
});

test('a missing output, one of the wrong size and a class that is not there are refused', () => {
  const good = outputs([0.9, 0, 0, 1, 1]);
  const decode = (given: Parameters<typeof decodeBoxes>[0], faceClass = 1) =>
    decodeBoxes(given, { ...decoder, faceClass }, 320, 240, 0.5);
  expect(() => decode({ scores: good.scores })).toThrow(/no output "boxes"/);
  expect(() => decode({ boxes: good.boxes })).toThrow(/no output "scores"/);
  expect(() => decode({ ...good, boxes: outputs([0, 0, 0, 0, 0], [0, 0, 0, 0, 0]).boxes })).toThrow(
    ModelLoadError,
  );
  expect(() => decode(good, 2)).toThrow(/expected 1 x at least 3/);
});
