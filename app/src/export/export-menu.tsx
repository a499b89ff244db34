import { useSignal } from '@preact/signals';
import type { Session } from '../recording/session.js';
import { notice } from '../state/source.js';
import { courseSvg } from './course-svg.js';
import { download, fileName } from './download.js';
import { sessionCsv } from './session-csv.js';
import { sessionJson } from './session-json.js';
import { sessionParquet } from './session-parquet.js';
import { sessionReport } from './session-report.js';
import { svgToPng } from './svg-to-png.js';

interface Format {
  readonly label: string;
  readonly hint: string;
  readonly write: (session: Session) => Promise<void>;
}

const FORMATS: readonly Format[] = [
  { label: 'CSV', hint: 'a row for each face in a frame', write: file(sessionCsv, 'csv') },
  { label: 'JSON', hint: 'everything, to be imported again', write: file(sessionJson, 'json') },
  { label: 'Parquet', hint: 'the table, for pandas, R and DuckDB', write: file(sessionParquet, 'parquet') },
  { label: 'HTML report', hint: 'figures and charts in one file', write: report },
  {
    label: 'Time course as PNG',
    hint: 'as it is shown',
    write: file(async (s) => svgToPng(courseSvg(s)), 'png'),
  },
  {
    label: 'Time course as SVG',
    hint: 'as it is shown',
    write: file(async (s) => svgBlob(courseSvg(s)), 'svg'),
  },
  { label: 'All charts as PNG', hint: 'a file each', write: (session) => charts(session, 'png') },
  { label: 'All charts as SVG', hint: 'a file each', write: (session) => charts(session, 'svg') },
];

/** Saves the session on show as files. */
export function ExportMenu({ session }: { session: Session }) {
  const busy = useSignal<string | null>(null);
  return (
    <details class="menu">
      <summary class="button button-small">{busy.value === null ? 'Export' : `${busy.value}…`}</summary>
      <ul class="menu-items">
        {FORMATS.map(({ label, hint, write }) => (
          <li key={label}>
            <button
              type="button"
              class="menu-item"
              disabled={busy.value !== null}
              onClick={async ({ currentTarget }) => {
                const menu = currentTarget.closest('details')!;
                busy.value = label;
                try {
                  await write(session);
                } catch (error) {
                  notice.value = `${label} can't be exported: ${(error as Error).message}`;
                } finally {
                  busy.value = null;
                  menu.open = false;
                }
              }}
            >
              {label}
              <span class="quiet">{hint}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function file(write: (session: Session) => Promise<Blob>, extension: string): Format['write'] {
  return async (session) => download(await write(session), fileName(session.info.peek().name, extension));
}

function svgBlob(svg: string): Blob {
  return new Blob([svg], { type: 'image/svg+xml' });
}

async function report(session: Session): Promise<void> {
  const { html } = await sessionReport([session]);
  download(new Blob([html], { type: 'text/html' }), fileName(session.info.peek().name, 'html'));
}

async function charts(session: Session, extension: 'png' | 'svg'): Promise<void> {
  const { charts: drawn } = await sessionReport([session]);
  for (const { id, svg } of drawn) {
    const text = String(svg);
    const blob = extension === 'png' ? await svgToPng(text) : svgBlob(text);
    download(blob, fileName(`${session.info.peek().name} ${id}`, extension));
  }
}
