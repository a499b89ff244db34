import type { Marker } from '../recording/session.js';

/** When a stimulus was shown, seconds on the session's clock. */
export interface StimulusSpan {
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

const END = 'End of ';

/** The markers that keep a span with its session, through export and import too. */
export function spanMarkers({ label, start, end }: StimulusSpan): Marker[] {
  return [
    { time: start, label },
    { time: end, label: `${END}${label}` },
  ];
}

/** The spans that a session's markers tell of, in the order of time. */
export function spansOf(markers: readonly Marker[]): StimulusSpan[] {
  const spans: StimulusSpan[] = [];
  const begun = new Map<string, number[]>();
  for (const { time, label } of markers.toSorted((a, b) => a.time - b.time)) {
    const name = label.startsWith(END) ? label.slice(END.length) : null;
    const start = name === null ? undefined : begun.get(name)?.shift();
    if (name !== null && start !== undefined) spans.push({ label: name, start, end: time });
    else begun.set(label, [...(begun.get(label) ?? []), time]);
  }
  return spans.sort((a, b) => a.start - b.start);
}
