import type { Expression } from './labels.js';

/** A colour for an area, and the text colour that can be read on it; `#rrggbb`. */
export interface ColorPair {
  readonly fill: string;
  readonly text: string;
}

/**
 * Colours that people with any kind of colour vision tell apart, the same in every overlay and chart. The palette's
 * yellow is left out: it vanishes on white.
 * @see Okabe and Ito 2008, https://jfly.uni-koeln.de/color/
 */
export const EXPRESSION_COLORS: Readonly<Record<Expression, ColorPair>> = {
  angry: { fill: '#d55e00', text: '#000000' },
  disgust: { fill: '#009e73', text: '#000000' },
  fear: { fill: '#cc79a7', text: '#000000' },
  happy: { fill: '#e69f00', text: '#000000' },
  sad: { fill: '#0072b2', text: '#ffffff' },
  surprise: { fill: '#56b4e9', text: '#000000' },
  neutral: { fill: '#9a9a9a', text: '#000000' },
};

/** For a face whose most probable expression is below the threshold. */
export const UNCERTAIN_COLOR: ColorPair = { fill: '#ffffff', text: '#000000' };
