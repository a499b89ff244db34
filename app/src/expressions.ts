import type { Expression } from 'affect-detect';

/** An expression's name as the page shows it. */
export function expressionName(expression: Expression | null): string {
  return expression === null ? 'Uncertain' : expression[0].toUpperCase() + expression.slice(1);
}

/** A probability as the page shows it: `93 %`. */
export function formatPercent(probability: number): string {
  return `${Math.round(probability * 100)} %`;
}
