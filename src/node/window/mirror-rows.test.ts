import { expect, test } from 'vitest';
import { copyPixels } from './mirror-rows.js';

const IMAGE = {
  data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19),
  width: 3,
  height: 2,
  channels: 3,
} as const;

test('a mirrored copy has its rows turned round, and red is still red', () => {
  const copy = new Uint8Array(18);
  copyPixels(IMAGE, true, copy);
  expect([...copy]).toEqual([7, 8, 9, 4, 5, 6, 1, 2, 3, 17, 18, 19, 14, 15, 16, 11, 12, 13]);
  const back = new Uint8Array(18);
  copyPixels({ ...IMAGE, data: copy }, true, back);
  expect(back).toEqual(IMAGE.data);
});

test('a plain copy is the same', () => {
  const copy = new Uint8Array(18);
  copyPixels(IMAGE, false, copy);
  expect(copy).toEqual(IMAGE.data);
});
