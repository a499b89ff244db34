import { perState, STATES } from '../../core/timeline/states.js';
import type { ExpressionSummary } from '../../core/timeline/summary.js';
import type { Recording, TrackCourse } from '../recording.js';
import type { Chart } from './chart.js';
import { coverageChart } from './coverage.js';
import type { DrawingDocument } from './drawing.js';
import { episodesChart } from './episodes.js';
import { intervalsChart, type ProportionRow, proportionsChart } from './proportions.js';
import { timeCourseChart } from './time-course.js';
import { transitionsChart } from './transitions.js';

/** The charts of one recording. */
export interface RecordingCharts {
  readonly coverage: Chart;
  /** `null` where no face was seen, as are the next two. */
  readonly proportions: Chart | null;
  readonly intervals: Chart | null;
  readonly episodes: Chart | null;
  /** `null` where there is none. */
  readonly transitions: Chart | null;
  /** One for each face that is shown. */
  readonly timeCourses: readonly { readonly trackId: number; readonly chart: Chart }[];
}

/** Faces with charts of their own: those in view longest. */
const MOST_FACES = 6;

/** The faces of a recording that get charts of their own, by id. */
function shownTracks({ course, summary }: Recording): TrackCourse[] {
  const seconds = new Map(summary.tracks.map(({ trackId, faceSeconds }) => [trackId, faceSeconds]));
  return course.tracks
    .toSorted((a, b) => (seconds.get(b.trackId) ?? 0) - (seconds.get(a.trackId) ?? 0))
    .slice(0, MOST_FACES)
    .sort((a, b) => a.trackId - b.trackId);
}

/** @param prefix of the ids of the charts, unique among the recordings */
export function recordingCharts(
  document: DrawingDocument,
  prefix: string,
  recording: Recording,
): RecordingCharts {
  const { course, summary } = recording;
  const tracks = shownTracks(recording);
  const all = proportionRow('All faces', summary.all);
  const rows = summary.tracks
    .filter(({ trackId }) => tracks.some((track) => track.trackId === trackId))
    .map((track) => proportionRow(`Face ${track.trackId}`, track));
  const hasFaces = all !== null && tracks.length > 0;
  return {
    coverage: coverageChart(document, `${prefix}-coverage`, recording),
    proportions: !hasFaces
      ? null
      : proportionsChart(document, `${prefix}-proportions`, {
          title: 'Proportions',
          subtitle: 'Share of the time with a face in each expression',
          rows: [all, ...(rows.length > 1 ? rows.filter((row) => row !== null) : [])],
        }),
    intervals: !hasFaces
      ? null
      : intervalsChart(document, `${prefix}-intervals`, {
          title: 'Proportions with 95 % intervals',
          subtitle:
            summary.all.timeShareInterval95 === null
              ? 'All faces; too short for intervals, which need ten seconds with a face'
              : 'All faces; the bar is the 95 % confidence interval of the share',
          rows: [all],
        }),
    episodes: hasFaces ? episodesChart(document, `${prefix}-episodes`, course, tracks) : null,
    transitions: summary.all.transitions.flat().some((count) => count > 0)
      ? transitionsChart(document, `${prefix}-transitions`, summary.all.transitions)
      : null,
    timeCourses: tracks.map((track) => ({
      trackId: track.trackId,
      chart: timeCourseChart(document, `${prefix}-time-course-face-${track.trackId}`, course, track),
    })),
  };
}

/** @returns `null` where there was no time with this face */
function proportionRow(
  label: string,
  { timeShare, timeShareInterval95 }: ExpressionSummary,
): ProportionRow | null {
  if (timeShare === null) return null;
  const shares = perState((i) => ({
    mean: timeShare[STATES[i]],
    interval95: timeShareInterval95?.[STATES[i]] ?? null,
  }));
  return { label, shares };
}
