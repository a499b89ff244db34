import type * as Plot from '@observablehq/plot';
import { clockTick } from '../format.js';
import type { Course } from '../recording.js';

/** Steps between ticks, seconds, of which the finest that gives at most ten is taken. */
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];
const MOST_TICKS = 10;

/** A time axis whose ticks are whole seconds, minutes or hours. */
export function timeAxis(start: number, seconds: number): Plot.ScaleOptions {
  // A recording of a single frame has no length.
  const end = start + (seconds || 1);
  const step = STEPS.find((each) => (end - start) / each <= MOST_TICKS) ?? 21_600;
  const ticks: number[] = [];
  for (let tick = Math.ceil(start / step - 1e-9); tick * step <= end + 1e-9; tick++) ticks.push(tick * step);
  return {
    type: 'linear',
    domain: [start, end],
    ticks,
    tickFormat: clockTick,
    label: 'time (min:s)',
    labelArrow: 'none',
  };
}

/** The time axis of one recording, as in its timestamps. */
export function recordingAxis({ origin, seconds, binSeconds }: Course): Plot.ScaleOptions {
  return timeAxis(origin, Math.max(seconds, binSeconds));
}
