import { expect, test } from 'vitest';
import { readDisplayMatrix } from './orientation.js';

test.each([
  ['upright', [1, 0, 0, 0, 1, 0], false, []],
  ['a quarter clockwise', [0, 1, 0, -1, 0, 0], true, ['transpose=clock']],
  ['a half turn', [-1, 0, 0, 0, -1, 0], false, ['hflip', 'vflip']],
  ['a quarter counterclockwise', [0, -1, 0, 1, 0, 0], true, ['transpose=cclock']],
  ['mirrored', [-1, 0, 0, 0, 1, 0], false, ['hflip']],
  ['upside down', [1, 0, 0, 0, -1, 0], false, ['vflip']],
  ['transposed', [0, 1, 0, 1, 0, 0], true, ['transpose=cclock_flip']],
  ['transposed the other way', [0, -1, 0, -1, 0, 0], true, ['transpose=clock_flip']],
])('%s', (_name, matrix, swapsSides, filters) => {
  expect(readDisplayMatrix([...matrix, 0, 0, 1])).toEqual({ swapsSides, filters });
});

test('a slanted picture and an empty matrix are left alone', () => {
  const [cos, sin] = [Math.cos(0.4), Math.sin(0.4)];
  expect(readDisplayMatrix([cos, sin, 0, -sin, cos, 0, 0, 0, 1]).filters).toEqual([]);
  expect(readDisplayMatrix(new Int32Array(9)).filters).toEqual([]);
});
