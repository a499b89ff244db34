import * as Plot from '@observablehq/plot';
import { STATES, type State } from '../../core/timeline/states.js';
import { stateName } from '../format.js';
import { type Chart, composeChart } from './chart.js';
import type { DrawingDocument } from './drawing.js';
import { drawPlot } from './plot.js';

const BLUE = '#0072b2';

/** How often each state was followed by each other one, as a matrix with the counts in it. */
export function transitionsChart(
  document: DrawingDocument,
  id: string,
  transitions: readonly (readonly number[])[],
): Chart {
  const cells = STATES.flatMap((from, i) => STATES.map((to, j) => ({ from, to, count: transitions[i][j] })));
  type Cell = (typeof cells)[number];
  const most = Math.max(1, ...cells.map(({ count }) => count));
  // The square root keeps rare ones visible beside the common ones.
  const strength = ({ count }: Cell) => Math.sqrt(count / most);
  const label = (state: State) => stateName(state);
  const plot = drawPlot(document, {
    height: STATES.length * 30 + 62,
    marginTop: 44,
    marginBottom: 6,
    marginLeft: 112,
    marginRight: 90,
    x: {
      domain: STATES,
      axis: 'top',
      label: 'to',
      labelAnchor: 'center',
      labelArrow: 'none',
      tickSize: 0,
      tickFormat: label,
    },
    y: {
      domain: STATES,
      label: 'from',
      labelAnchor: 'center',
      labelArrow: 'none',
      tickSize: 0,
      tickFormat: label,
    },
    marks: [
      Plot.cell(cells, { x: 'to', y: 'from', fill: BLUE, fillOpacity: strength, inset: 0.5 }),
      Plot.cell(cells, {
        x: 'to',
        y: 'from',
        fill: 'none',
        stroke: 'currentColor',
        strokeOpacity: 0.2,
        inset: 0.5,
      }),
      Plot.text(
        cells.filter(({ count }) => count > 0),
        {
          x: 'to',
          y: 'from',
          text: ({ count }: Cell) => String(count),
          fill: (cell: Cell) => (strength(cell) > 0.6 ? '#ffffff' : 'currentColor'),
        },
      ),
      Plot.text(
        cells.filter(({ from, to }) => from === to),
        { x: 'to', y: 'from', text: () => '–', fillOpacity: 0.5 },
      ),
    ],
    opacity: { type: 'identity' },
    color: { type: 'identity' },
  });
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  const commonest = cells
    .toSorted((a, b) => b.count - a.count)
    .slice(0, 3)
    .filter(({ count }) => count > 0);
  const subtitle = `How often each expression was followed by each other one: ${total} changes in all`;
  return composeChart({
    id,
    title: 'Transitions',
    subtitle,
    description: [
      subtitle,
      ...commonest.map(({ from, to, count }) => `${from} to ${to} ${count} times`),
    ].join('; '),
    plots: [plot],
  });
}
