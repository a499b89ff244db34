import {
  baselineOf,
  EXPRESSION_COLORS,
  type Expression,
  type ExpressionSummary,
  expressionName,
  STATES,
  type State,
  UNCERTAIN_COLOR,
} from 'affect-detect';
import { MAIN_FACE } from '../recording/frame-store.js';
import type { Session } from '../recording/session.js';
import { formatTime } from '../time-format.js';
import { chooseMoment } from '../timecourse/course-state.js';

interface SummaryTableProps {
  readonly session: Session;
  readonly part: ExpressionSummary;
  /** `null` for all faces together. */
  readonly trackId: number | null;
}

/** A row for each expression: how long, how likely, how often. */
export function SummaryTable({ session, part, trackId }: SummaryTableProps) {
  const { baselines } = session.info.value;
  const baseline = baselineOf(baselines, trackId ?? MAIN_FACE, session.store.mostFaces);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a narrow screen, and must by keys too
    <section class="scroll" aria-label="Expressions in numbers" tabIndex={0}>
      <table class="numbers summary-table">
        <thead>
          <tr>
            <th scope="col">Expression</th>
            <th scope="col" colSpan={2}>
              Time share
            </th>
            <th scope="col">95 % interval</th>
            <th scope="col">Mean</th>
            {baseline && <th scope="col">From baseline</th>}
            <th scope="col">Peak</th>
            <th scope="col">Episodes</th>
            <th scope="col">Mean length</th>
            <th scope="col">Longest</th>
            <th scope="col">First after</th>
          </tr>
        </thead>
        <tbody>
          {STATES.map((state) => (
            <SummaryRow
              key={state}
              state={state}
              part={part}
              baseline={baseline && state !== 'uncertain' ? baseline.probabilities[state] : null}
              hasBaseline={baseline !== null}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface SummaryRowProps {
  readonly state: State;
  readonly part: ExpressionSummary;
  readonly baseline: number | null;
  readonly hasBaseline: boolean;
}

function SummaryRow({ state, part, baseline, hasBaseline }: SummaryRowProps) {
  const share = part.timeShare?.[state];
  const interval = part.timeShareInterval95?.[state];
  const probability = state === 'uncertain' ? undefined : part.probability?.[state];
  const { count, meanSeconds, longestSeconds, latencySeconds } = part.episodes[state];
  const color = state === 'uncertain' ? UNCERTAIN_COLOR : EXPRESSION_COLORS[state];
  return (
    <tr data-state={state}>
      <th scope="row">
        <span class="legend-entry">
          <span
            class={state === 'uncertain' ? 'swatch swatch-uncertain' : 'swatch'}
            style={{ '--color': color.fill }}
          />
          {expressionName(state === 'uncertain' ? null : (state as Expression))}
        </span>
      </th>
      <td class="share-cell">
        <span class="share" style={{ '--color': color.fill, '--value': String(share ?? 0) }}>
          {interval && (
            <span
              class="share-interval"
              style={{ '--low': String(interval[0]), '--high': String(interval[1]) }}
            />
          )}
        </span>
      </td>
      <td class="number" data-column="share">
        {percent(share)}
      </td>
      <td class="number" data-column="interval">
        {interval ? `${(interval[0] * 100).toFixed(1)}–${percent(interval[1])}` : '–'}
      </td>
      <td class="number" data-column="mean">
        {probability ? probability.mean.toFixed(3) : '–'}
      </td>
      {hasBaseline && (
        <td class="number" data-column="difference">
          {probability && baseline !== null ? difference(probability.mean - baseline) : '–'}
        </td>
      )}
      <td class="number" data-column="peak">
        {probability ? (
          <>
            {probability.peak.toFixed(3)}{' '}
            <button
              type="button"
              class="link link-inline"
              aria-label={`Show the peak of ${state} at ${formatTime(probability.peakTime)}`}
              onClick={() => chooseMoment(probability.peakTime)}
            >
              {formatTime(probability.peakTime)}
            </button>
          </>
        ) : (
          '–'
        )}
      </td>
      <td class="number" data-column="episodes">
        {count}
      </td>
      <td class="number" data-column="mean-length">
        {seconds(meanSeconds)}
      </td>
      <td class="number" data-column="longest">
        {seconds(longestSeconds)}
      </td>
      <td class="number" data-column="latency">
        {seconds(latencySeconds)}
      </td>
    </tr>
  );
}

function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
}

function difference(value: number): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(3)}`;
}

function seconds(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(2)} s`;
}
