import { EXPRESSIONS, type Expression } from '../expression/labels.js';
import type { Face } from '../types.js';

/** What a face shows at one time: one of the seven expressions, or `uncertain` where none was likely enough. */
export type State = Expression | 'uncertain';

/** The eight states, in the order of every array over states. */
export const STATES: readonly State[] = [...EXPRESSIONS, 'uncertain'];

/** The state of a face, as an index into {@link STATES}. */
export function stateIndex({ expression }: Pick<Face, 'expression'>): number {
  return STATES.indexOf(expression ?? 'uncertain');
}

/** An object with a value for each state. */
export function perState<T>(value: (index: number) => T): Record<State, T> {
  return Object.fromEntries(STATES.map((state, index) => [state, value(index)])) as Record<State, T>;
}

/** An object with a value for each of the seven expressions. */
export function perExpression<T>(value: (index: number) => T): Record<Expression, T> {
  return Object.fromEntries(EXPRESSIONS.map((name, index) => [name, value(index)])) as Record<Expression, T>;
}
