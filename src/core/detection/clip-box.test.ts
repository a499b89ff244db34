import { expect, test } from 'vitest';
import { clipBox } from './clip-box.js';

test.each([
  ['inside', { x: 10, y: 20, width: 30, height: 40 }, { x: 10, y: 20, width: 30, height: 40 }],
  [
    'over the left and upper edge',
    { x: -5, y: -6, width: 30, height: 40 },
    { x: 0, y: 0, width: 25, height: 34 },
  ],
  [
    'over the right and lower edge',
    { x: 90, y: 70, width: 30, height: 40 },
    { x: 90, y: 70, width: 10, height: 10 },
  ],
  ['outside', { x: 100, y: 20, width: 30, height: 40 }, null],
])('a box %s of a picture of 100 x 80', (_, box, expected) => {
  expect(clipBox(box, 100, 80)).toEqual(expected);
});
