import { stat } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { interruptSignal, talk, writeLine } from '../io.js';
import { createProgress } from '../progress.js';
import { CHART_FORMATS, type ChartFormat, saveCharts } from '../report-charts.js';
import { type ReportSource, readRecordings } from '../report-source.js';
import { writeFileAtomically } from '../write-file.js';

interface ReportOptions {
  readonly output?: string;
  readonly groupBy?: string;
  readonly charts?: string;
  readonly format: ChartFormat;
  readonly title?: string;
  readonly json?: boolean;
}

/** `affect-detect report`: sum up recordings in one HTML file. */
export function reportCommand(): Command {
  return new Command('report')
    .description('sum up recordings in one HTML file that opens offline')
    .argument('<results...>', 'what `video` wrote: CSV, JSON Lines or Parquet')
    .option('-o, --output <file>', 'where the report goes')
    .option(
      '--group-by <folder|column>',
      "compare groups: by the name of each file's folder, or by a column of the tables",
    )
    .option('--charts <folder>', 'save the charts as files, too')
    .addOption(new Option('--format <name>', 'of the charts').choices(CHART_FORMATS).default('svg'))
    .option('--title <text>', 'heading of the report')
    .option('--json', 'print the summaries as one JSON object')
    .action(runReport);
}

async function runReport(paths: string[], options: ReportOptions, command: Command): Promise<void> {
  const { output, charts: folder, format, title, json } = options;
  if (output === undefined && folder === undefined && !json) {
    command.error(
      'error: name a file for the report (-o), a folder for the charts (--charts), or use --json',
    );
  }
  const source = await readWithProgress(paths, options.groupBy ?? null);
  if (output !== undefined || folder !== undefined) {
    // Plot takes a while to load, and every other command would wait for it.
    const [{ parseHTML }, { renderReport }] = await Promise.all([
      import('linkedom'),
      import('../../report/index.js'),
    ]);
    const { document } = parseHTML('<!doctype html><html><body></body></html>');
    const provenance = { version: command.version() ?? '', models: source.models };
    const { html, charts } = renderReport(source.recordings, { document, provenance, title });
    if (output !== undefined) {
      await writeFileAtomically(output, html);
      talk(`affect-detect: ${output}: ${recordingCount(source)}, ${Math.ceil(html.length / 1000)} kB`);
    }
    if (folder !== undefined) {
      const files = await saveCharts(charts, folder, format);
      talk(`affect-detect: ${folder}: ${files} ${files === 1 ? 'file' : 'files'}`);
    }
  }
  if (json) {
    const recordings = source.recordings.map(({ name, group, summary }) => ({ name, group, summary }));
    await writeLine(JSON.stringify({ schema: 1, recordings }));
  }
}

async function readWithProgress(paths: readonly string[], groupBy: string | null): Promise<ReportSource> {
  const signal = interruptSignal();
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path).catch(() => null))?.size ?? 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const progress = createProgress('MB', Math.ceil(total / 1e6), { enabled: total > 20e6 });
  let bytes = 0;
  let shown = 0;
  try {
    return await readRecordings(paths, {
      groupBy,
      signal,
      onBytes(count) {
        bytes += count;
        progress.update(Math.floor(bytes / 1e6) - shown);
        shown = Math.floor(bytes / 1e6);
      },
    });
  } finally {
    progress.stop();
  }
}

function recordingCount({ recordings }: ReportSource): string {
  return `${recordings.length} ${recordings.length === 1 ? 'recording' : 'recordings'}`;
}
