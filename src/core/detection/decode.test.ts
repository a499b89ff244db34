import { expect, test } from 'vitest';
import { detectorCard, plantFaces } from '../../../test/support/fakes.js';
import { ModelLoadError } from '../errors.js';
import type { AnchorFreeDecoder } from '../model-card.js';
import type { Tensor } from '../session.js';
import { decodeDetections } from './decode.js';

const decoder = detectorCard().decoder as AnchorFreeDecoder;

test('a cell decodes to its centre, its size and its keypoints', () => {
  const outputs = plantFaces([{ column: 3, row: 2, size: 24, score: 0.9 }], 8, 8);
  const [face, ...others] = decodeDetections(outputs, decoder, 64, 64, 0.5);
  expect(others).toEqual([]);
  expect(face.score).toBeCloseTo(0.9, 6);
  // Cell (3, 2) of stride 8 has its centre at (28, 20).
  expect(face.box.x).toBeCloseTo(16, 4);
  expect(face.box.y).toBeCloseTo(8, 4);
  expect(face.box.width).toBeCloseTo(24, 4);
  expect(face.keypoints[0][0]).toBeCloseTo(22, 4);
  expect(face.keypoints[4][1]).toBeCloseTo(26, 4);
});

test('scores below the threshold and scores that are not a number give nothing', () => {
  const outputs = plantFaces(
    [
      { column: 1, row: 1, size: 24, score: 0.49 },
      { column: 5, row: 5, size: 24, score: Number.NaN },
    ],
    8,
    8,
  );
  expect(decodeDetections(outputs, decoder, 64, 64, 0.5)).toEqual([]);
});

test('two score outputs combine to the square root of their product', () => {
  const outputs: Record<string, Tensor> = plantFaces([{ column: 1, row: 1, size: 24, score: 0.81 }], 8, 8);
  outputs.objectness_8 = { data: new Float32Array(64).fill(0.64), dims: [1, 1, 8, 8] };
  const both = { ...decoder, scores: ['score_{stride}', 'objectness_{stride}'] };
  const [face] = decodeDetections(outputs, both, 64, 64, 0.5);
  expect(face.score).toBeCloseTo(0.72, 5);
});

test('channels-last outputs of three dimensions decode alike', () => {
  const first = plantFaces([{ column: 3, row: 2, size: 24, score: 0.9 }], 8, 8);
  const last = Object.fromEntries(
    Object.entries(first).map(([name, { data, dims }]) => {
      const channels = dims[1];
      const transposed = Float32Array.from(
        data,
        (_, i) => data[(i % channels) * 64 + Math.floor(i / channels)],
      );
      return [name, { data: transposed, dims: [1, 64, channels] }];
    }),
  );
  expect(decodeDetections(last, decoder, 64, 64, 0.5)).toEqual(decodeDetections(first, decoder, 64, 64, 0.5));
});

test('a box of absurd size is left out', () => {
  const outputs = plantFaces([{ column: 3, row: 2, size: 1e6, score: 0.9 }], 8, 8);
  expect(decodeDetections(outputs, decoder, 64, 64, 0.5)).toEqual([]);
});

test('a missing output and one of the wrong size are refused by name', () => {
  const { box_8: _, ...without } = plantFaces([], 8, 8);
  expect(() => decodeDetections(without, decoder, 64, 64, 0.5)).toThrow(/no output "box_8"/);
  expect(() => decodeDetections(plantFaces([], 4, 8), decoder, 64, 64, 0.5)).toThrow(ModelLoadError);
});

test.each([
  ['coincide', 0],
  ['are not numbers', Number.NaN],
  ['are infinite', Number.POSITIVE_INFINITY],
])('keypoints that %s are replaced by those of an upright face in the box', (_, offset) => {
  const outputs = plantFaces([{ column: 3, row: 2, size: 24, score: 0.9 }], 8, 8);
  for (let i = 0; i < 10; i++) (outputs.keypoints_8.data as Float32Array)[i * 64 + 2 * 8 + 3] = offset;
  const [{ box, keypoints }] = decodeDetections(outputs, decoder, 64, 64, 0.5);
  const [[rightEyeX, rightEyeY], [leftEyeX]] = keypoints;
  expect(rightEyeX).toBeGreaterThan(box.x);
  expect(leftEyeX).toBeGreaterThan(rightEyeX + box.width / 4);
  expect(rightEyeY).toBeLessThan(box.y + box.height / 2);
});
