import * as Plot from '@observablehq/plot';
import { STATES, type State } from '../../core/timeline/states.js';
import { percent, stateName } from '../format.js';
import type { MeanInterval } from '../student-t.js';
import { type Chart, composeChart } from './chart.js';
import type { DrawingDocument, PlotDrawing } from './drawing.js';
import { drawPlot, LABEL_MARGIN } from './plot.js';
import { STATE_LEGEND, stateFill, stateTextFill } from './states.js';

/** One bar: whose it is, and the share of its time in each state. */
export interface ProportionRow {
  readonly label: string;
  readonly shares: Readonly<Record<State, MeanInterval>>;
}

const BAR_HEIGHT = 30;
/** Share from which on a label fits into a bar. */
const LABELLED = 0.06;
const LABEL_LENGTH = 26;

/** Bars that are cut up by state, and the first of them with its intervals below. */
export function proportionsChart(
  document: DrawingDocument,
  id: string,
  {
    title,
    subtitle,
    rows,
  }: { readonly title: string; readonly subtitle: string; readonly rows: readonly ProportionRow[] },
): Chart {
  return composeChart({
    id,
    title,
    subtitle,
    description: rows.map((row) => `${row.label}: ${sharesInWords(row)}.`).join(' '),
    legend: STATE_LEGEND,
    plots: [drawBars(document, rows)],
  });
}

/** The share of each state with its interval, side by side for several. */
export function intervalsChart(
  document: DrawingDocument,
  id: string,
  {
    title,
    subtitle,
    rows,
    colors,
  }: {
    readonly title: string;
    readonly subtitle: string;
    readonly rows: readonly ProportionRow[];
    /** A colour for each row; the states' own where there is only one row. */
    readonly colors?: readonly string[];
  },
): Chart {
  const dots = STATES.flatMap((state) =>
    rows.map(({ label, shares }, i) => ({
      state,
      label,
      row: String(i),
      color: colors?.[i] ?? (state === 'uncertain' ? '#888888' : stateFill(state)),
      ...shares[state],
    })),
  );
  type Dot = (typeof dots)[number];
  const low = ({ mean, interval95 }: Dot) => interval95?.[0] ?? mean;
  const high = ({ mean, interval95 }: Dot) => interval95?.[1] ?? mean;
  const rowHeight = rows.length === 1 ? 24 : 14 * rows.length + 10;
  const plot = drawPlot(document, {
    height: STATES.length * rowHeight + 46,
    marginTop: 4,
    marginBottom: 38,
    x: {
      domain: [0, Math.min(1, 1.05 * Math.max(0.1, ...dots.map(high)))],
      label: 'share of the time with a face (%)',
      labelArrow: 'none',
      tickFormat: (value: number) => `${Math.round(value * 100)}`,
      ticks: 6,
    },
    y: { domain: rows.map((_, i) => String(i)), axis: null, padding: 0.3 },
    fy: { domain: STATES, label: null, padding: 0.1, axis: null },
    marks: [
      Plot.gridX({ strokeOpacity: 0.12 }),
      Plot.ruleY(dots, {
        x1: low,
        x2: high,
        y: 'row',
        fy: 'state',
        stroke: 'color',
        strokeWidth: 2.5,
        strokeOpacity: 0.75,
      }),
      Plot.dot(dots, {
        x: 'mean',
        y: 'row',
        fy: 'state',
        fill: 'color',
        r: 4.5,
        stroke: 'currentColor',
        strokeWidth: 0.7,
      }),
      Plot.text(STATES, {
        fy: (state: State) => state,
        text: stateName,
        frameAnchor: 'left',
        textAnchor: 'start',
        dx: -LABEL_MARGIN,
        fontSize: 12,
      }),
    ],
    color: { type: 'identity' },
  });
  return composeChart({
    id,
    title,
    subtitle,
    description: rows.map((row) => `${row.label}: ${sharesInWords(row)}.`).join(' '),
    legend: colors === undefined ? [] : rows.map(({ label }, i) => ({ label, fill: colors[i] })),
    plots: [plot],
  });
}

function drawBars(document: DrawingDocument, rows: readonly ProportionRow[]): PlotDrawing {
  const pieces = rows.flatMap(({ shares }, i) => {
    let end = 0;
    return STATES.map((state) => {
      const start = end;
      end += shares[state].mean;
      return { row: String(i), state, start, end, share: shares[state].mean };
    });
  });
  type Piece = (typeof pieces)[number];
  const longest = Math.max(...rows.map(({ label }) => Math.min(label.length, LABEL_LENGTH)));
  return drawPlot(document, {
    height: rows.length * BAR_HEIGHT + 44,
    marginTop: 2,
    marginBottom: 38,
    marginLeft: Math.max(60, longest * 6.4 + 10),
    x: {
      domain: [0, 1],
      label: 'share of the time with a face (%)',
      labelArrow: 'none',
      tickFormat: (value: number) => `${Math.round(value * 100)}`,
    },
    y: {
      domain: rows.map((_, i) => String(i)),
      label: null,
      tickSize: 0,
      tickFormat: (i: string) => shortened(rows[Number(i)].label),
      padding: 0.22,
    },
    marks: [
      Plot.barX(
        pieces.filter(({ share }) => share > 0),
        {
          x1: 'start',
          x2: 'end',
          y: 'row',
          fill: ({ state }: Piece) => stateFill(state),
          stroke: 'currentColor',
          strokeOpacity: 0.55,
          strokeWidth: 0.7,
        },
      ),
      Plot.text(
        pieces.filter(({ share }) => share >= LABELLED),
        {
          x: ({ start, end }: Piece) => (start + end) / 2,
          y: 'row',
          text: ({ share }: Piece) => `${Math.round(share * 100)}`,
          fill: ({ state }: Piece) => stateTextFill(state),
          fontWeight: 600,
        },
      ),
    ],
    color: { type: 'identity' },
  });
}

function sharesInWords({ shares }: ProportionRow): string {
  return STATES.filter((state) => shares[state].mean > 0)
    .map((state) => `${state} ${percent(shares[state].mean)}`)
    .join(', ');
}

/** The end of a path tells more than its start. */
function shortened(label: string): string {
  return label.length <= LABEL_LENGTH ? label : `…${label.slice(1 - LABEL_LENGTH)}`;
}
