import * as Plot from '@observablehq/plot';
import { counted, percent } from '../format.js';
import type { CoverageBin, Recording } from '../recording.js';
import { type Chart, composeChart } from './chart.js';
import type { DrawingDocument } from './drawing.js';
import { drawPlot } from './plot.js';
import { recordingAxis } from './time-axis.js';

const FACE = '#0072b2';

interface Slice {
  readonly start: number;
  readonly end: number;
  readonly faceShare: number;
}

/** When there was a face in view, when not, and when nothing was recorded. */
export function coverageChart(document: DrawingDocument, id: string, { course, summary }: Recording): Chart {
  const { origin, binSeconds, coverage } = course;
  const slices = coverage.map((bin, i) => ({
    start: origin + bin.start,
    end: origin + endOf(bin, coverage[i + 1], binSeconds),
    faceShare: bin.faceShare,
  }));
  const subtitle = `A face was in view for ${percent(summary.coverage)} of the time that was recorded`;
  const plot = drawPlot(document, {
    height: 66,
    marginTop: 2,
    marginBottom: 38,
    marginLeft: 14,
    x: recordingAxis(course),
    y: { domain: [0, 1], axis: null },
    marks: [
      Plot.rectY(merged(slices.map((slice) => ({ ...slice, faceShare: 0 }))), {
        x1: 'start',
        x2: 'end',
        y1: 0,
        y2: 1,
        fill: 'currentColor',
        fillOpacity: 0.14,
      }),
      Plot.rectY(
        merged(slices).filter(({ faceShare }) => faceShare > 0),
        { x1: 'start', x2: 'end', y1: 0, y2: ({ faceShare }: Slice) => faceShare, fill: FACE },
      ),
      Plot.frame({ strokeOpacity: 0.5 }),
    ],
  });
  return composeChart({
    id,
    title: 'Coverage',
    subtitle,
    description: `${subtitle}; ${counted(summary.tracks.length + summary.otherTracks.count, 'face')} in all.`,
    legend: [
      { label: 'Face in view (share of the frames)', fill: FACE },
      { label: 'No face', fill: '#dcdcdc' },
      { label: 'Not recorded', fill: 'none' },
    ],
    plots: [plot],
  });
}

/** A slice lasts until the next one, unless frames are missing between them. */
function endOf(bin: CoverageBin, next: CoverageBin | undefined, binSeconds: number): number {
  return next === undefined || next.afterGap ? bin.start + binSeconds : next.start;
}

/** Slices with the same share, one after the other, make one: seams between them would show. */
function merged(slices: readonly Slice[]): Slice[] {
  const stretches: Slice[] = [];
  for (const slice of slices) {
    const last = stretches.at(-1);
    if (last !== undefined && last.end >= slice.start && last.faceShare === slice.faceShare) {
      stretches[stretches.length - 1] = { ...last, end: slice.end };
    } else stretches.push(slice);
  }
  return stretches;
}
