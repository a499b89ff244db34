import { EXPRESSION_COLORS, EXPRESSIONS, expressionName } from 'affect-detect';
import { VALENCE } from '../recording/frame-store.js';
import type { Session } from '../recording/session.js';
import { formatTime } from '../time-format.js';
import {
  cursorTime,
  hiddenMeasures,
  lines,
  overlaidMeasure,
  type StyledLine,
  shownTrack,
  showsDifference,
} from './course-state.js';
import { useShownFrame } from './use-shown-frame.js';

/** The values at the chosen moment as a table, which is also the chart's legend and its alternative in text. */
export function CourseValues({ session }: { session: Session }) {
  const frame = useShownFrame(session);
  const track = shownTrack.value;
  const time = frame < 0 ? 0 : session.store.time(frame);
  const rows = track === null ? faceRows() : measureRows(track);
  const known = showsDifference.value;
  return (
    <table class="course-values">
      <caption>
        {cursorTime.value === null ? 'Now, ' : ''}
        <span class="number" data-testid="course-time">
          {formatTime(time, 2)}
        </span>
        {track === null
          ? `, ${expressionName(EXPRESSIONS[overlaidMeasure.value])}`
          : nameOfFace(session, frame, track)}
      </caption>
      <thead>
        <tr>
          <th scope="col">{track === null ? 'Face' : 'Expression'}</th>
          <th scope="col" class="number">
            {known ? 'Difference' : 'Smoothed'}
          </th>
          <th scope="col" class="number">
            Raw
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, trackId, measure, offset }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            <td class="number">{valueText(session, frame, trackId, measure, 'smoothed', offset)}</td>
            <td class="number">{valueText(session, frame, trackId, measure, 'raw', offset)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Which face it is at a moment; the main one may be another at any other. */
function nameOfFace({ store }: Session, frame: number, trackId: number): string {
  const row = frame < 0 ? -1 : (store.rowsOf(trackId)?.row(frame) ?? -1);
  return row < 0 ? ', no face' : `, face ${store.trackId(row)}`;
}

interface Row {
  readonly key: string;
  readonly label: preact.JSX.Element;
  readonly trackId: number;
  readonly measure: number;
  readonly offset: number;
}

function measureRows(trackId: number): Row[] {
  const shown = lines.value.filter(({ reading }) => reading === 'smoothed');
  const measures = [...EXPRESSIONS.keys(), VALENCE];
  return measures.map((measure) => ({
    key: String(measure),
    trackId,
    measure,
    offset: shown.find((line) => line.measure === measure)?.offset ?? 0,
    label: <MeasureSwitch measure={measure} />,
  }));
}

function faceRows(): Row[] {
  return lines.value
    .filter(({ reading }) => reading === 'smoothed')
    .map((line: StyledLine) => ({
      key: String(line.trackId),
      ...line,
      label: (
        <span class="legend-entry">
          <span
            class={line.isDashed ? 'legend-line legend-line-dashed' : 'legend-line'}
            style={{ '--color': line.color }}
          />
          {line.name}
        </span>
      ),
    }));
}

/** Shows or hides a line. */
function MeasureSwitch({ measure }: { measure: number }) {
  const isValence = measure === VALENCE;
  const name = isValence ? 'Valence' : expressionName(EXPRESSIONS[measure]);
  return (
    <label class="legend-entry">
      <input
        type="checkbox"
        class="visually-hidden"
        checked={!hiddenMeasures.value.has(measure)}
        aria-label={`Show ${name}`}
        onChange={(event) => {
          const next = new Set(hiddenMeasures.value);
          if (event.currentTarget.checked) next.delete(measure);
          else next.add(measure);
          hiddenMeasures.value = next;
        }}
      />
      <span
        class="legend-line"
        style={{ '--color': isValence ? 'var(--ink)' : EXPRESSION_COLORS[EXPRESSIONS[measure]].fill }}
      />
      {name}
    </label>
  );
}

function valueText(
  { store }: Session,
  frame: number,
  trackId: number,
  measure: number,
  reading: 'smoothed' | 'raw',
  offset: number,
): string {
  const row = frame < 0 ? -1 : (store.rowsOf(trackId)?.row(frame) ?? -1);
  const value = row < 0 ? Number.NaN : store.measure(row, measure, reading) - offset;
  if (Number.isNaN(value)) return '–';
  const isSigned = measure === VALENCE || offset !== 0;
  return `${isSigned && value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(3)}`;
}
