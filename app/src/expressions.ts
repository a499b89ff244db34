import type { Expression } from 'affect-detect';

/**
 * Colours that people with any kind of colour vision tell apart (Okabe and Ito 2008, https://jfly.uni-koeln.de/color/),
 * and the text colour that is readable on each. The palette's yellow is left out: it vanishes on white.
 */
export const EXPRESSION_COLORS: Readonly<Record<Expression, { fill: string; text: string }>> = {
  angry: { fill: '#d55e00', text: '#000' },
  disgust: { fill: '#009e73', text: '#000' },
  fear: { fill: '#cc79a7', text: '#000' },
  happy: { fill: '#e69f00', text: '#000' },
  sad: { fill: '#0072b2', text: '#fff' },
  surprise: { fill: '#56b4e9', text: '#000' },
  neutral: { fill: '#9a9a9a', text: '#000' },
};

/** For a face whose most probable expression is below the threshold. */
export const UNCERTAIN_COLOR = { fill: '#ffffff', text: '#000' } as const;

/** An expression's name as the page shows it. */
export function expressionName(expression: Expression | null): string {
  return expression === null ? 'Uncertain' : expression[0].toUpperCase() + expression.slice(1);
}

/** A probability as the page shows it: `93 %`. */
export function formatPercent(probability: number): string {
  return `${Math.round(probability * 100)} %`;
}
