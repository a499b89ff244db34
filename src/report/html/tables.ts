import { STATES } from '../../core/timeline/states.js';
import type { ExpressionSummary } from '../../core/timeline/summary.js';
import type { Comparison } from '../comparison.js';
import { clock, counted, decimal, duration, percent, percentRange, stateName } from '../format.js';
import type { Recording } from '../recording.js';
import type { MeanInterval } from '../student-t.js';
import { html, type Markup } from './html.js';

type Row = readonly [header: string, ...cells: string[]];

/** A table whose first column names its rows. */
function table(caption: string, header: readonly string[], rows: readonly Row[]): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption><span>${caption}</span></caption><thead><tr>${header.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${rows.map(([first, ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** Shares, probabilities and episodes of one face, or of all. */
export function expressionTable(caption: string, summary: ExpressionSummary): Markup {
  const { timeShare, timeShareInterval95, probability, episodes } = summary;
  const rows = STATES.map((state): Row => {
    const figures = state === 'uncertain' ? null : probability?.[state];
    const { count, meanSeconds, longestSeconds, latencySeconds } = episodes[state];
    return [
      stateName(state),
      percent(timeShare?.[state]),
      percentRange(timeShareInterval95?.[state]),
      decimal(figures?.mean),
      decimal(figures?.peak),
      clock(figures?.peakTime),
      String(count),
      duration(meanSeconds),
      duration(longestSeconds),
      duration(latencySeconds),
    ];
  });
  const header = [
    'Expression',
    'Time share',
    '95 % interval',
    'Mean prob.',
    'Peak prob.',
    'Peak at',
    'Episodes',
    'Mean length',
    'Longest',
    'First after',
  ];
  return table(caption, header, rows);
}

/** From each state (rows) to each other one (columns). */
export function transitionsTable(transitions: readonly (readonly number[])[]): Markup {
  const header = ['From \\ to', ...STATES.map(stateName)];
  const rows = STATES.map(
    (state, i): Row => [
      stateName(state),
      ...transitions[i].map((count, j) => (i === j ? '–' : String(count))),
    ],
  );
  return table('Transitions: number of changes from the row’s expression to the column’s', header, rows);
}

/** What was recorded: the figures that are no expressions. */
export function recordingFacts({ summary }: Recording): Markup {
  const { frames, start, end, observedSeconds, gapSeconds, coverage, secondsWithFace, tracks, otherTracks } =
    summary;
  const facts: [string, string][] = [
    ['Recorded', `${duration(observedSeconds)} (${clock(start)} to ${clock(end)})`],
    ['Frames', String(frames)],
    ['Gaps', duration(gapSeconds)],
    ['Coverage', `${percent(coverage)} (${duration(secondsWithFace)} with a face)`],
    ['Faces', String(tracks.length + otherTracks.count)],
    ['Mean faces a frame', decimal(summary.meanFacesPerFrame, 2)],
    ['Mean valence', decimal(summary.all.meanValence)],
  ];
  return html`<dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** One row for each recording. */
export function recordingsTable(recordings: readonly Recording[]): Markup {
  const isGrouped = recordings.some(({ group }) => group !== null);
  const header = [
    'Recording',
    ...(isGrouped ? ['Group'] : []),
    'Recorded',
    'Faces',
    'Coverage',
    'Mean valence',
    'Most of the time',
  ];
  const rows = recordings.map(({ name, group, summary }): Row => {
    const { all, tracks, otherTracks, observedSeconds, coverage } = summary;
    const share = all.timeShare;
    const most = share === null ? null : STATES.reduce((a, b) => (share[b] > share[a] ? b : a));
    return [
      name,
      ...(isGrouped ? [group ?? '–'] : []),
      duration(observedSeconds),
      String(tracks.length + otherTracks.count),
      percent(coverage),
      decimal(all.meanValence),
      most === null ? '–' : `${stateName(most)} (${percent(share?.[most])})`,
    ];
  });
  return table('Recordings', header, rows);
}

/** Time shares and valence of each group, with the intervals of the means. */
export function comparisonTable({ groups, isGrouped }: Comparison): Markup {
  const header = [
    'Expression',
    ...groups.map(({ name, recordings }) => (isGrouped ? `${name} (n = ${recordings.length})` : name)),
  ];
  const share = (value: MeanInterval | undefined) =>
    value === undefined
      ? '–'
      : `${percent(value.mean)}${value.interval95 ? ` (${percentRange(value.interval95)})` : ''}`;
  const valence = (value: MeanInterval | null) =>
    value === null
      ? '–'
      : `${decimal(value.mean)}${value.interval95 ? ` (${decimal(value.interval95[0])} to ${decimal(value.interval95[1])})` : ''}`;
  const rows = [
    ...STATES.map(
      (state): Row => [stateName(state), ...groups.map(({ timeShare }) => share(timeShare?.[state]))],
    ),
    ['Mean valence', ...groups.map((group) => valence(group.valence))] as const,
  ];
  return table(`Share of the time with a face (95 % interval), and valence`, header, rows);
}

/** `3 faces, of which 2 are shown`, where not all are; nothing otherwise. */
export function leftOutNote(shown: number, { summary }: Recording): Markup {
  const count = summary.tracks.length + summary.otherTracks.count;
  if (shown >= count) return html``;
  return html`<p class="note">${counted(count, 'face')} in all; the ${counted(shown, 'face')} in view longest are shown one by one. All of them are in the figures of all faces.</p>`;
}
