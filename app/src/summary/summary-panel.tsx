import { useSignal } from '@preact/signals';
import { type ExpressionSummary, formatPercent, type TimelineSummary } from 'affect-detect';
import { Choice } from '../components/choice.js';
import type { Session } from '../recording/session.js';
import { formatDuration } from '../time-format.js';
import { isUpToDate, summary } from './summary-state.js';
import { SummaryTable } from './summary-table.js';
import { TransitionMatrix } from './transition-matrix.js';

/** What the session sums up to, per face and together, with the numbers that the command line gives. */
export function SummaryPanel({ session: shown }: { session: Session }) {
  const choice = useSignal<number | 'all'>('all');
  const all = summary.value;
  if (all === null) return null;
  const track =
    choice.value === 'all' ? undefined : all.tracks.find(({ trackId }) => trackId === choice.value);
  const part: ExpressionSummary = track ?? all.all;
  return (
    <section class="card" aria-labelledby="summary-title" aria-busy={!isUpToDate.value}>
      <header class="course-header">
        <h2 id="summary-title">Summary</h2>
        <Choice
          label="Face in the summary"
          options={[
            ['all', 'All faces together'],
            ...all.tracks.map(
              ({ trackId, faceSeconds }) =>
                [trackId, `Face ${trackId}, ${formatDuration(faceSeconds)}`] as const,
            ),
          ]}
          value={track?.trackId ?? 'all'}
          isSmall
          onChoose={(face) => {
            choice.value = face;
          }}
        />
      </header>
      <SummaryFacts all={all} part={part} />
      <SummaryTable session={shown} part={part} trackId={track?.trackId ?? null} />
      <TransitionMatrix states={all.states} transitions={part.transitions} />
    </section>
  );
}

function SummaryFacts({ all, part }: { all: TimelineSummary; part: ExpressionSummary }) {
  const { coverage, observedSeconds, gapSeconds, meanFacesPerFrame, tracks, otherTracks, frames } = all;
  const facts: [name: string, value: string, id: string][] = [
    ['Observed', formatDuration(observedSeconds), 'observed'],
    ['Frames', String(frames), 'frames'],
    ['With a face', coverage === null ? '–' : formatPercent(coverage), 'coverage'],
    ['Faces', String(tracks.length + otherTracks.count), 'faces'],
    ['Faces in a frame', meanFacesPerFrame === null ? '–' : meanFacesPerFrame.toFixed(2), 'faces-per-frame'],
    ['Mean valence', part.meanValence === null ? '–' : signed(part.meanValence), 'valence'],
  ];
  if (gapSeconds > 0) facts.push(['Gaps', formatDuration(gapSeconds), 'gaps']);
  return (
    <dl class="facts">
      {facts.map(([name, value, id]) => (
        <div key={id}>
          <dt>{name}</dt>
          <dd data-testid={`summary-${id}`}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function signed(value: number): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(3)}`;
}
