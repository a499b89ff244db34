import type { TimeRange } from 'affect-detect';
import type uPlot from 'uplot';
import type { Marker } from '../recording/session.js';

export interface Annotations {
  readonly markers: readonly Marker[];
  readonly excluded: readonly TimeRange[];
  /** The moment whose values are shown, if one was chosen. */
  readonly cursor: number | null;
}

/** Colours of a chart, as CSS has them. */
export interface ChartColors {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly sunken: string;
  readonly accent: string;
}

/** Shade what is excluded, behind the lines. */
export function drawExcluded(
  chart: uPlot,
  excluded: readonly TimeRange[],
  { sunken, line }: ChartColors,
): void {
  const { ctx, bbox } = chart;
  for (const { start, end } of excluded) {
    const from = Math.max(chart.valToPos(start, 'x', true), bbox.left);
    const to = Math.min(chart.valToPos(end, 'x', true), bbox.left + bbox.width);
    if (to <= from) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(from, bbox.top, to - from, bbox.height);
    ctx.clip();
    ctx.fillStyle = sunken;
    ctx.fill();
    ctx.strokeStyle = line;
    ctx.lineWidth = 2;
    ctx.beginPath();
    for (let x = from - bbox.height; x < to; x += 14) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
}

/** Draw markers and the chosen moment, over the lines. */
export function drawMarks(
  chart: uPlot,
  { markers, cursor }: Annotations,
  { ink, quiet, accent }: ChartColors,
  withLabels: boolean,
): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * ratio}px ui-sans-serif, system-ui, sans-serif`;
  ctx.textBaseline = 'top';
  for (const { time, label } of markers) {
    const x = chart.valToPos(time, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    line(ctx, x, bbox, quiet, [4 * ratio, 3 * ratio], ratio);
    if (!withLabels) continue;
    ctx.fillStyle = ink;
    ctx.fillText(label, x + 4 * ratio, bbox.top + 2 * ratio, 140 * ratio);
  }
  if (cursor !== null) {
    const x = chart.valToPos(cursor, 'x', true);
    if (x >= bbox.left && x <= bbox.left + bbox.width) line(ctx, x, bbox, accent, [], 1.5 * ratio);
  }
  ctx.restore();
}

function line(
  ctx: CanvasRenderingContext2D,
  x: number,
  { top, height }: uPlot.BBox,
  color: string,
  dashes: number[],
  width: number,
): void {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.setLineDash(dashes);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
}
