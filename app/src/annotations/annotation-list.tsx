import { mergeRanges } from 'affect-detect';
import { TextField } from '../components/text-field.js';
import { type Session, updateInfo } from '../recording/session.js';
import { formatTime } from '../time-format.js';
import { chooseMoment } from '../timecourse/course-state.js';

/** Markers, excluded ranges and baselines, to be changed and taken away. */
export function AnnotationList({ session }: { session: Session }) {
  const { markers, excluded, baselines } = session.info.value;
  const count = markers.length + excluded.length + baselines.length;
  if (count === 0) return null;
  return (
    <details class="annotations">
      <summary>
        Markers and ranges <span class="count">{count}</span>
      </summary>
      <ul class="annotation-list">
        {markers.map((marker, i) => (
          <li key={`marker ${marker.time} ${marker.label}`}>
            <Moment time={marker.time} />
            <TextField
              label={`Label of the marker at ${formatTime(marker.time)}`}
              value={marker.label}
              onChange={(label) => updateInfo(session, { markers: markers.with(i, { ...marker, label }) })}
            />
            <Remove
              what={`the marker ${marker.label}`}
              onClick={() => updateInfo(session, { markers: markers.toSpliced(i, 1) })}
            />
          </li>
        ))}
        {excluded.map((range, i) => (
          <li key={`range ${range.start}`}>
            <Moment time={range.start} />
            <span>
              Excluded from{' '}
              <Seconds
                label={`Start of the excluded range ${i + 1}, seconds`}
                value={range.start}
                onChange={(start) =>
                  updateInfo(session, { excluded: changed(excluded, i, { ...range, start }) })
                }
              />{' '}
              to{' '}
              <Seconds
                label={`End of the excluded range ${i + 1}, seconds`}
                value={range.end}
                onChange={(end) => updateInfo(session, { excluded: changed(excluded, i, { ...range, end }) })}
              />{' '}
              s
            </span>
            <Remove
              what={`the excluded range ${i + 1}`}
              onClick={() => updateInfo(session, { excluded: excluded.toSpliced(i, 1) })}
            />
          </li>
        ))}
        {baselines.map((baseline, i) => (
          <li key={`baseline ${baseline.trackId} ${baseline.start}`}>
            <Moment time={baseline.start} />
            <span>
              Neutral baseline of face {baseline.trackId}, {baseline.frames} frames
            </span>
            <Remove
              what={`the baseline of face ${baseline.trackId}`}
              onClick={() => updateInfo(session, { baselines: baselines.toSpliced(i, 1) })}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The ranges with one changed; as they were if it would end before it starts. */
function changed(ranges: readonly Range[], index: number, range: Range): readonly Range[] {
  return range.end > range.start ? mergeRanges(ranges.with(index, range)) : ranges;
}

function Moment({ time }: { time: number }) {
  return (
    <button
      type="button"
      class="link link-inline number"
      aria-label={`Show ${formatTime(time)}`}
      onClick={() => chooseMoment(time)}
    >
      {formatTime(time)}
    </button>
  );
}

function Seconds(props: { label: string; value: number; onChange: (value: number) => void }) {
  return (
    <input
      class="field field-number"
      type="number"
      step="0.1"
      aria-label={props.label}
      value={Number(props.value.toFixed(2))}
      onChange={({ currentTarget }) => {
        if (Number.isFinite(currentTarget.valueAsNumber)) props.onChange(currentTarget.valueAsNumber);
      }}
    />
  );
}

function Remove({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <button type="button" class="icon-button" aria-label={`Remove ${what}`} onClick={onClick}>
      ×
    </button>
  );
}
