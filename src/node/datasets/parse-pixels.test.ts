import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePixels } from './parse-pixels.js';

describe('parsePixels', () => {
  it('takes any blanks between and around the numbers', () => {
    expect([...parsePixels('  0 12\t255  007 ', 4)]).toEqual([0, 12, 255, 7]);
  });

  it('gives back what was joined by blanks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (pixels) => {
        expect(parsePixels(pixels.join(' '), pixels.length)).toEqual(pixels);
      }),
    );
  });

  it.each([
    ['1 2', 3, '3 pixels are expected, got 2'],
    ['1 2 3 4', 3, '3 pixels are expected, got 4'],
    ['', 1, '1 pixels are expected, got 0'],
    ['1 256 3', 3, 'pixel 2 must be a whole number from 0 to 255, got "256"'],
    ['1 -2 3', 3, 'pixel 2 must be a whole number from 0 to 255, got "-2"'],
    ['1 2.0 3', 3, 'pixel 2 must be a whole number from 0 to 255, got "2.0"'],
    ['1 2 x7', 3, 'pixel 3 must be a whole number from 0 to 255, got "x7"'],
    [
      '99999999999999999999999999 2',
      2,
      'pixel 1 must be a whole number from 0 to 255, got "99999999999999999999"',
    ],
  ])('refuses %j where %d are expected', (text, length, message) => {
    expect(() => parsePixels(text, length)).toThrow(new RangeError(message));
  });
});
