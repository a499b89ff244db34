import type { Expression } from '../expression/labels.js';
import type { OverlayFace } from './overlay-face.js';

/** An expression's name as people read it: `Happy`, or `Uncertain` for `null`. */
export function expressionName(expression: Expression | null): string {
  return expression === null ? 'Uncertain' : expression[0].toUpperCase() + expression.slice(1);
}

/** A probability as people read it: `93 %`. */
export function formatPercent(probability: number): string {
  return `${Math.round(probability * 100)} %`;
}

/** The text over a face: `Happy 93 %`, with its number in front where there are several faces. */
export function labelText({ id, expression, probability }: OverlayFace, withId: boolean): string {
  return `${withId ? `${id}  ` : ''}${expressionName(expression)} ${formatPercent(probability)}`;
}
