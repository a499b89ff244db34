import * as Plot from '@observablehq/plot';
import { EXPRESSIONS } from '../../core/expression/labels.js';
import type { Comparison } from '../comparison.js';

import { type Chart, composeChart } from './chart.js';
import type { DrawingDocument } from './drawing.js';
import { GROUP_STYLES } from './group-styles.js';
import { drawPlot, expressionNames } from './plot.js';
import { timeAxis } from './time-axis.js';

const FACET_HEIGHT = 58;

/** The mean course of each group, one strip for each expression, with the interval of the mean as a band. */
export function comparisonCourseChart(document: DrawingDocument, id: string, comparison: Comparison): Chart {
  const { groups, binSeconds, seconds, isGrouped } = comparison;
  const points = EXPRESSIONS.flatMap((expression) =>
    groups.flatMap((group, index) =>
      group.course.flatMap(({ start, probabilities }, i) => {
        const { mean, interval95 } = probabilities[expression];
        const point = {
          time: start + binSeconds / 2,
          expression,
          index,
          mean,
          low: interval95?.[0] ?? mean,
          high: interval95?.[1] ?? mean,
        };
        const isAfterGap = i > 0 && start - group.course[i - 1].start > 1.5 * binSeconds;
        return isAfterGap
          ? [{ ...point, mean: Number.NaN, low: Number.NaN, high: Number.NaN }, point]
          : [point];
      }),
    ),
  );
  type Point = (typeof points)[number];
  const color = ({ index }: Point) => GROUP_STYLES[index].color;
  const x = timeAxis(0, seconds);
  const channels = { x: 'time', fy: 'expression', z: 'index' };
  const plot = drawPlot(document, {
    height: FACET_HEIGHT * EXPRESSIONS.length + 44,
    marginTop: 6,
    marginBottom: 38,
    x: { ...x, label: 'time from the start (min:s)' },
    y: { domain: [0, Math.max(0.2, ...points.map(({ high }) => high || 0))], label: null },
    fy: { domain: EXPRESSIONS, padding: 0.28, axis: null },
    marks: [
      Plot.gridY({ ticks: 3, strokeOpacity: 0.12 }),
      Plot.gridX({ ticks: x.ticks as number[], strokeOpacity: 0.12 }),
      isGrouped
        ? Plot.areaY(points, { ...channels, y1: 'low', y2: 'high', fill: color, fillOpacity: 0.2 })
        : null,
      ...groups.map((_, index) =>
        Plot.lineY(
          points.filter((point) => point.index === index),
          {
            ...channels,
            y: 'mean',
            stroke: GROUP_STYLES[index].color,
            strokeDasharray: GROUP_STYLES[index].dashes,
            strokeWidth: 1.8,
          },
        ),
      ),
      Plot.axisY({
        ticks: 3,
        tickFormat: (value: number) => `${Math.round(value * 100)} %`,
        label: null,
        tickSize: 0,
      }),
      expressionNames(),
    ],
    color: { type: 'identity' },
  });
  const subtitle = isGrouped
    ? 'Mean probability over the recordings of each group, and its 95 % interval'
    : 'Mean probability over the faces of each recording';
  return composeChart({
    id,
    title: 'Comparison: time course',
    subtitle,
    description: `${subtitle}, one strip for each expression, for ${groups.map(({ name }) => name).join(', ')}.`,
    legend: groups.map(({ name, recordings }, index) => ({
      label: isGrouped ? `${name} (n = ${recordings.length})` : name,
      fill: GROUP_STYLES[index].color,
      dashes: GROUP_STYLES[index].dashes,
    })),
    plots: [plot],
  });
}
