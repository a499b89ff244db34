import * as Plot from '@observablehq/plot';
import { EXPRESSION_COLORS } from '../../core/expression/colors.js';
import { EXPRESSIONS, type Expression } from '../../core/expression/labels.js';
import { clock } from '../format.js';
import type { Course, CourseBin, TrackCourse } from '../recording.js';
import { type Chart, composeChart } from './chart.js';
import type { DrawingDocument } from './drawing.js';
import { drawPlot, expressionNames, LABEL_MARGIN } from './plot.js';
import { recordingAxis } from './time-axis.js';

interface Point {
  readonly time: number;
  readonly expression: Expression;
  readonly value: number;
  readonly raw: number;
}

/** Ticks of a probability: the strips are low, so only the last bears its unit. */
function probabilityTick(value: number): string {
  return value === 1 ? '100 %' : String(value * 100);
}

const FACET_HEIGHT = 52;

/** One face over time: a strip for each expression, and the valence below. The lines stop where the face was away. */
export function timeCourseChart(
  document: DrawingDocument,
  id: string,
  course: Course,
  track: TrackCourse,
): Chart {
  const bins = withGaps(track.bins);
  const time = (bin: CourseBin) => course.origin + bin.start + course.binSeconds / 2;
  const hasRaw = track.bins.some(({ raw }) => raw !== null);
  const points = EXPRESSIONS.flatMap((expression) =>
    bins.map(
      ({ bin, isGap }): Point => ({
        time: time(bin),
        expression,
        value: isGap ? Number.NaN : bin.probabilities[expression],
        raw: isGap ? Number.NaN : (bin.raw?.[expression] ?? Number.NaN),
      }),
    ),
  );
  const fill = ({ expression }: Point) => EXPRESSION_COLORS[expression].fill;
  const x = recordingAxis(course);
  const expressions = drawPlot(document, {
    height: FACET_HEIGHT * EXPRESSIONS.length + 26,
    marginTop: 6,
    marginBottom: 20,
    x: { ...x, label: null, ticks: [] },
    y: { domain: [0, 1], ticks: [0, 0.5, 1], tickFormat: probabilityTick, label: null },
    fy: { domain: EXPRESSIONS, padding: 0.28, axis: null },
    marks: [
      Plot.gridY({ ticks: [0, 0.5, 1], strokeOpacity: 0.12 }),
      Plot.gridX({ ticks: x.ticks as number[], strokeOpacity: 0.12 }),
      Plot.areaY(points, {
        x: 'time',
        // Without the first, Plot would stack, and take what is missing for 0.
        y1: 0,
        y2: 'value',
        fy: 'expression',
        z: 'expression',
        fill,
        fillOpacity: 0.25,
      }),
      hasRaw
        ? Plot.lineY(points, { x: 'time', y: 'raw', fy: 'expression', strokeWidth: 0.5, strokeOpacity: 0.45 })
        : null,
      Plot.lineY(points, {
        x: 'time',
        y: 'value',
        fy: 'expression',
        z: 'expression',
        stroke: fill,
        strokeWidth: 1.6,
      }),
      Plot.axisY({
        ticks: [0, 0.5, 1],
        tickFormat: probabilityTick,
        label: null,
        tickSize: 0,
      }),
      expressionNames(),
    ],
  });
  const valence = bins.map(({ bin, isGap }) => ({
    time: time(bin),
    value: isGap ? Number.NaN : bin.valence,
  }));
  const below = drawPlot(document, {
    height: 112,
    marginTop: 8,
    marginBottom: 38,
    x,
    y: { domain: [-1, 1], label: null },
    marks: [
      Plot.gridX({ ticks: x.ticks as number[], strokeOpacity: 0.12 }),
      Plot.ruleY([0], { strokeOpacity: 0.4 }),
      Plot.areaY(valence, { x: 'time', y1: 0, y2: 'value', fillOpacity: 0.15 }),
      Plot.lineY(valence, { x: 'time', y: 'value', strokeWidth: 1.3 }),
      Plot.axisY({
        ticks: [-1, 0, 1],
        tickFormat: (value: number) => (value > 0 ? '+1' : value < 0 ? '−1' : '0'),
        label: null,
        tickSize: 0,
      }),
      Plot.text(['Valence'], {
        text: (label: string) => label,
        frameAnchor: 'left',
        textAnchor: 'start',
        dx: -LABEL_MARGIN,
        fontWeight: 600,
        fontSize: 12,
      }),
    ],
  });
  const subtitle = hasRaw
    ? 'Probability of each expression: smoothed (bold) and of each frame alone (thin)'
    : 'Probability of each expression';
  return composeChart({
    id,
    title: `Face ${track.trackId}: time course`,
    subtitle,
    description: `${subtitle} of face ${track.trackId} from ${clock(course.origin)} to ${clock(course.origin + course.seconds)}, one strip each for ${EXPRESSIONS.join(', ')}, and the valence below. The lines stop where the face was not in view.`,
    plots: [expressions, below],
  });
}

/** A place without a value before each bin that follows a gap: there, Plot lifts the pen. */
function withGaps(bins: readonly CourseBin[]): { bin: CourseBin; isGap: boolean }[] {
  return bins.flatMap((bin) =>
    bin.afterGap
      ? [
          { bin, isGap: true },
          { bin, isGap: false },
        ]
      : [{ bin, isGap: false }],
  );
}
