import type { State } from '../core/timeline/states.js';

/** What stands in a table where there is no number. */
const NONE = '–';
/** Keeps a number and its unit on one line. */
const NBSP = '\u00A0';

/** `23.4 %`. */
export function percent(fraction: number | null | undefined, digits = 1): string {
  return fraction === null || fraction === undefined ? NONE : `${(fraction * 100).toFixed(digits)}${NBSP}%`;
}

/** `12.3–45.6 %`. */
export function percentRange(interval: readonly [number, number] | null | undefined): string {
  return interval ? `${(interval[0] * 100).toFixed(1)}–${percent(interval[1])}` : NONE;
}

/** A length of time: `3.25 s`, from a minute on as {@link clock}. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return NONE;
  // The unit is that of the rounded value, or 59.996 would read 60.00 s.
  if (Math.round(seconds * 100) < 6000) return `${seconds.toFixed(2)}${NBSP}s`;
  return `${clock(seconds)}${NBSP}${Math.round(seconds * 10) < 36_000 ? 'min' : 'h'}`;
}

/** A point in time: `1:02.4`, `1:00:02.4`. */
export function clock(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return NONE;
  const sign = seconds < 0 ? '−' : '';
  // Rounded before it is cut up, or 59.96 would read 0:60.0.
  const tenths = Math.round(Math.abs(seconds) * 10);
  const [hours, minutes] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60];
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
  return hours > 0
    ? `${sign}${hours}:${String(minutes).padStart(2, '0')}:${rest}`
    : `${sign}${minutes}:${rest}`;
}

/** A point in time for an axis: `1:02`, without what is 0 on all of its ticks. */
export function clockTick(seconds: number): string {
  return clock(seconds).replace(/\.0$/, '');
}

/** `0.123`, `−0.123`. */
export function decimal(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined) return NONE;
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** `1 face`, `2 faces`. */
export function counted(count: number, noun: string): string {
  return `${count}${NBSP}${noun}${count === 1 ? '' : 's'}`;
}

/** An expression as a label: `Happy`. */
export function stateName(state: State): string {
  return state[0].toUpperCase() + state.slice(1);
}
