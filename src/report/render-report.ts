import type { Chart } from './charts/chart.js';
import { type ComparisonCharts, comparisonCharts } from './charts/comparison-charts.js';
import type { DrawingDocument } from './charts/drawing.js';
import { type RecordingCharts, recordingCharts } from './charts/recording-charts.js';
import { counted } from './format.js';
import { html, type Markup } from './html/html.js';
import { methods } from './html/methods.js';
import { page } from './html/page.js';
import {
  comparisonTable,
  expressionTable,
  leftOutNote,
  recordingFacts,
  recordingsTable,
  transitionsTable,
} from './html/tables.js';
import type { Recording } from './recording.js';

/** Where the figures of a report come from. */
export interface Provenance {
  /** Version of affect-detect. */
  readonly version: string;
  /** Ids of the models that read the expressions; empty where they aren't known. */
  readonly models: readonly string[];
}

export interface ReportOptions {
  /** What Observable Plot draws with: the page's own `document`, or one of linkedom. */
  readonly document: DrawingDocument;
  readonly provenance: Provenance;
  /** Default: the name of the recording, or how many there are. */
  readonly title?: string;
}

/** A report and the charts in it. */
export interface Report {
  /** One page that needs no other file and no network. */
  readonly html: string;
  readonly charts: readonly Chart[];
}

/** Recordings beyond this number have their tables, but no charts of their own: the file would be huge. */
const MOST_CHARTED = 12;

/**
 * Write the report of some recordings: figures, charts, and where there are several, their comparison.
 * @param recordings at least one
 * @throws {RangeError} if there is none
 */
export function renderReport(recordings: readonly Recording[], options: ReportOptions): Report {
  if (recordings.length === 0) throw new RangeError('recordings must hold at least one, got none');
  const { document, provenance } = options;
  const title =
    options.title ??
    (recordings.length === 1
      ? `Expressions in ${recordings[0].name}`
      : `Expressions in ${counted(recordings.length, 'recording')}`);
  const compared = recordings.length > 1 ? comparisonCharts(document, recordings) : null;
  const charted = recordings.map((recording, i) =>
    i < MOST_CHARTED ? recordingCharts(document, `recording-${i + 1}`, recording) : null,
  );
  const body = html`<header><h1>${title}</h1><p class="lead">Facial expressions over time, read by affect-detect. They are what a face shows, not what a person feels: see <a href="#methods">methods and limits</a>.</p><p class="note narrow">Wide charts and tables scroll sideways.</p></header><main>${[
    compared === null ? html`` : overview(recordings, compared),
    recordings.map((recording, i) => recordingSection(recording, charted[i], i + 1)),
    methods(provenance),
  ]}</main><footer>Made by affect-detect ${provenance.version}. Numbers only: no picture is in this file, and it loads nothing.</footer>`;
  return { html: page(title, body), charts: [...chartsOf(compared), ...charted.flatMap(chartsOf)] };
}

function overview(recordings: readonly Recording[], compared: ComparisonCharts): Markup {
  const { comparison, proportions, intervals, course } = compared;
  return html`<nav aria-label="Recordings"><ol>${recordings.map(({ name }, i) => html`<li><a href="#recording-${i + 1}">${name}</a></li>`)}</ol></nav><section id="comparison"><h2>Comparison</h2>${[
    recordingsTable(recordings),
    figure(proportions),
    figure(intervals),
    comparisonTable(comparison),
    figure(course),
  ]}</section>`;
}

function recordingSection(recording: Recording, charts: RecordingCharts | null, number: number): Markup {
  const { name, group, summary } = recording;
  const heading = html`<h2>${name}${group === null ? html`` : html` <small>(${group})</small>`}</h2>${recordingFacts(recording)}`;
  const tables = [
    expressionTable('Expressions, all faces together', summary.all),
    transitionsTable(summary.all.transitions),
  ];
  if (charts === null) return html`<section id="recording-${number}">${heading}${tables}</section>`;
  if (charts.timeCourses.length === 0) {
    return html`<section id="recording-${number}">${heading}${figure(charts.coverage)}<p>No face was seen in this recording.</p></section>`;
  }
  const several = summary.tracks.length > 1;
  const faces = charts.timeCourses.map(({ trackId, chart }) => {
    const track = summary.tracks.find((each) => each.trackId === trackId);
    return html`<h3 class="hidden">Face ${trackId}</h3>${figure(chart)}${several && track !== undefined ? expressionTable(`Expressions, face ${trackId}`, track) : html``}`;
  });
  return html`<section id="recording-${number}">${heading}${[
    figure(charts.coverage),
    figure(charts.proportions),
    figure(charts.intervals),
    tables[0],
    figure(charts.episodes),
    charts.transitions === null
      ? html`<p>No face went from one expression to another while it was in view.</p>`
      : html`${figure(charts.transitions)}<details><summary>Transitions as a table</summary>${tables[1]}</details>`,
    faces,
    leftOutNote(charts.timeCourses.length, recording),
  ]}</section>`;
}

function figure(chart: Chart | null): Markup {
  if (chart === null) return html``;
  return html`<figure class="scroll" tabindex="0" role="figure" aria-label="${chart.title}">${chart.svg}</figure>`;
}

function chartsOf(charts: RecordingCharts | ComparisonCharts | null): Chart[] {
  if (charts === null) return [];
  const { proportions, intervals } = charts;
  const others =
    'coverage' in charts
      ? [
          charts.coverage,
          charts.episodes,
          charts.transitions,
          ...charts.timeCourses.map(({ chart }) => chart),
        ]
      : [charts.course];
  return [proportions, intervals, ...others].filter((chart) => chart !== null);
}
