import uPlot from 'uplot';
import { formatTime } from '../time-format.js';
import type { StyledLine } from './course-state.js';
import type { CoursePoints } from './course-window.js';
import { type Annotations, type ChartColors, drawExcluded, drawMarks } from './draw-annotations.js';
import { linePath } from './line-path.js';
import type { TimeView } from './time-view.js';

export interface CourseChartOptions {
  readonly lines: readonly StyledLine[];
  /** Ends of the vertical axis. */
  readonly range: readonly [number, number];
  readonly height: number;
  /** Whether the times stand below, and the names of markers within. */
  readonly isLabelled: boolean;
  readonly colors: () => ChartColors;
  readonly annotations: () => Annotations;
}

const AXIS_WIDTH = 46;

/** One chart of lines over time, drawn by uPlot on a canvas. */
export class CourseChart {
  readonly plot: uPlot;
  #gapSeconds = 1;
  #isDense = false;

  constructor(holder: HTMLElement, options: CourseChartOptions) {
    this.plot = new uPlot(this.#uPlotOptions(holder, options), [[]] as unknown as uPlot.AlignedData, holder);
  }

  /** Draw other points, or another part of time. */
  show({ x, ys, gapSeconds, isDense }: CoursePoints, { from, to }: TimeView): void {
    this.#gapSeconds = gapSeconds;
    this.#isDense = isDense;
    this.plot.batch(() => {
      this.plot.setData([x, ...ys] as unknown as uPlot.AlignedData, false);
      this.plot.setScale('x', { min: from, max: to });
    });
  }

  resize(width: number, height: number): void {
    if (width !== this.plot.width || height !== this.plot.height) this.plot.setSize({ width, height });
  }

  destroy(): void {
    this.plot.destroy();
  }

  #uPlotOptions(holder: HTMLElement, options: CourseChartOptions): uPlot.Options {
    const { lines, range, height, isLabelled, colors, annotations } = options;
    const axis = {
      stroke: () => colors().quiet,
      grid: { stroke: () => colors().line, width: 1 },
      ticks: { show: false },
      font: '12px ui-sans-serif, system-ui, sans-serif',
    };
    return {
      width: Math.max(holder.clientWidth, 60),
      height,
      padding: [6, 16, isLabelled ? 0 : 6, 0],
      legend: { show: false },
      // The page has a cursor of its own, which also keys and a video can move.
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: {
        x: { time: false, auto: false, range: (_, min, max) => [min, max] },
        y: { auto: false, min: range[0], max: range[1], range: (_, min, max) => [min, max] },
      },
      axes: [
        {
          ...axis,
          size: isLabelled ? 26 : 0,
          values: (_, splits) => {
            const isFine = splits.length > 1 && splits[1] - splits[0] < 1;
            return isLabelled ? splits.map((split) => formatTime(split, isFine ? 1 : 0)) : [];
          },
        },
        {
          ...axis,
          size: AXIS_WIDTH,
          values: (_, splits) => splits.map((split) => (split < 0 ? `−${-split}` : String(split))),
        },
      ],
      series: [
        {},
        ...lines.map(
          ({ color, reading, isDashed }): uPlot.Series => ({
            stroke: () => (color === 'ink' ? colors().ink : color),
            width: 1 / devicePixelRatio,
            alpha: reading === 'raw' ? 0.5 : 1,
            dash: isDashed ? [6, 4] : undefined,
            points: { show: false },
            paths: linePath({
              gapSeconds: () => this.#gapSeconds,
              thickness: () => (reading === 'raw' || this.#isDense ? 1 : Math.round(1.75 * devicePixelRatio)),
            }),
          }),
        ),
      ],
      hooks: {
        drawAxes: [(chart) => drawExcluded(chart, annotations().excluded, colors())],
        draw: [(chart) => drawMarks(chart, annotations(), colors(), isLabelled)],
      },
    };
  }
}
