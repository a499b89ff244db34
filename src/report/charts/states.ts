import { EXPRESSION_COLORS } from '../../core/expression/colors.js';
import { STATES, type State } from '../../core/timeline/states.js';
import { stateName } from '../format.js';
import type { LegendEntry } from './chart.js';

/** Colour of a state's area; an uncertain one has none, only the outline that every area has. */
export function stateFill(state: State): string {
  return state === 'uncertain' ? 'none' : EXPRESSION_COLORS[state].fill;
}

/** Colour of the text on a state's area. */
export function stateTextFill(state: State): string {
  return state === 'uncertain' ? 'currentColor' : EXPRESSION_COLORS[state].text;
}

export const STATE_LEGEND: readonly LegendEntry[] = STATES.map((state) => ({
  label: stateName(state),
  fill: stateFill(state),
}));
