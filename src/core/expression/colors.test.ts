import { expect, it } from 'vitest';
import { EXPRESSION_COLORS, UNCERTAIN_COLOR } from './colors.js';
import { EXPRESSIONS } from './labels.js';

/** Relative luminance of WCAG 2. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const v = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

it('every expression has a colour of its own', () => {
  const fills = EXPRESSIONS.map((expression) => EXPRESSION_COLORS[expression].fill);
  expect(new Set([...fills, UNCERTAIN_COLOR.fill]).size).toBe(EXPRESSIONS.length + 1);
});

it.each([...Object.entries(EXPRESSION_COLORS), ['uncertain', UNCERTAIN_COLOR] as const])(
  'text on %s has the contrast that WCAG AA asks for',
  (_, { fill, text }) => {
    expect(contrast(fill, text)).toBeGreaterThan(4.5);
  },
);
