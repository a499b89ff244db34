import * as Plot from '@observablehq/plot';
import type { State } from '../../core/timeline/states.js';
import type { Course, TrackCourse } from '../recording.js';
import { type Chart, composeChart } from './chart.js';
import type { DrawingDocument } from './drawing.js';
import { drawPlot } from './plot.js';
import { STATE_LEGEND, stateFill } from './states.js';
import { recordingAxis } from './time-axis.js';

interface Strip {
  readonly trackId: number;
  readonly state: State;
  readonly start: number;
  readonly end: number;
}

/** A row for each face: what it showed when. */
export function episodesChart(
  document: DrawingDocument,
  id: string,
  course: Course,
  tracks: readonly TrackCourse[],
): Chart {
  const strips = tracks.flatMap((track) => toStrips(course, track));
  const subtitle = 'What each face showed when; blank where it was not in view';
  const plot = drawPlot(document, {
    height: tracks.length * 28 + 46,
    marginTop: 2,
    marginBottom: 38,
    marginLeft: 64,
    x: recordingAxis(course),
    y: {
      domain: tracks.map(({ trackId }) => trackId),
      label: null,
      tickSize: 0,
      tickFormat: (trackId: number) => `Face ${trackId}`,
      type: 'band',
      padding: 0.25,
    },
    marks: [
      Plot.gridX({ strokeOpacity: 0.12 }),
      Plot.barX(strips, {
        x1: 'start',
        x2: 'end',
        y: 'trackId',
        fill: ({ state }: Strip) => stateFill(state),
        stroke: ({ state }: Strip) => (state === 'uncertain' ? 'currentColor' : 'none'),
        strokeWidth: 0.4,
        strokeOpacity: 0.6,
      }),
    ],
    color: { type: 'identity' },
  });
  return composeChart({
    id,
    title: 'Episodes',
    subtitle,
    description: `${subtitle}. One row for each of ${tracks.length} faces.`,
    legend: STATE_LEGEND,
    plots: [plot],
  });
}

/** Slices in the same state, one after the other, make one strip. */
function toStrips({ origin, binSeconds }: Course, { trackId, bins }: TrackCourse): Strip[] {
  const strips: Strip[] = [];
  for (const { start, state, afterGap } of bins) {
    const last = strips.at(-1);
    const end = origin + start + binSeconds;
    if (last !== undefined && !afterGap) {
      // A slice may be shorter than the time between two frames.
      strips[strips.length - 1] = { ...last, end: origin + start };
      if (last.state === state) {
        strips[strips.length - 1] = { ...last, end };
        continue;
      }
    }
    strips.push({ trackId, state, start: origin + start, end });
  }
  return strips;
}
