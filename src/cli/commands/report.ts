import { stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { Command, Option } from 'commander';
import { EXIT, ExitError } from '../exit-codes.js';
import { isOneOf } from '../file-identity.js';
import { expandPaths, type InputFile, TABLES } from '../input-paths.js';
import { interruptSignal, openStandardOutput, talk } from '../io.js';
import { createProgress } from '../progress.js';
import { CHART_FORMATS, type ChartFormat, saveCharts } from '../report-charts.js';
import { type ReportSource, readRecordings } from '../report-source.js';
import { writeFileAtomically } from '../write-file.js';

interface ReportOptions {
  readonly output?: string;
  readonly recursive?: boolean;
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
    .argument('<file|folder|glob...>', 'what `video` and `webcam` wrote: CSV, JSON Lines or Parquet')
    .option('-o, --output <file>', 'where the report goes')
    .option('-r, --recursive', "look in a folder's folders too")
    .option(
      '--group-by <folder|column>',
      'compare groups: by folder (of the file, or of each video where one file has several), or by a column of the tables',
    )
    .option('--charts <folder>', 'save the charts as files, too')
    .addOption(new Option('--format <name>', 'of the charts').choices(CHART_FORMATS).default('svg'))
    .option('--title <text>', 'heading of the report')
    .option('--json', 'print the summaries as one JSON object')
    .action(runReport);
}

async function runReport(inputs: string[], options: ReportOptions, command: Command): Promise<void> {
  const { output, charts: folder, format, title, json, recursive = false } = options;
  if (output === undefined && folder === undefined && !json) {
    command.error(
      'error: name a file for the report (-o), a folder for the charts (--charts), or use --json',
    );
  }
  const { files, problems } = await expandPaths(inputs, TABLES, { recursive });
  for (const problem of problems) talk(`affect-detect: ${problem}`);
  // A comparison in which somebody is missing would be a wrong one.
  if (problems.length > 0) throw new ExitError(EXIT.input);
  const tables = withoutTwins(files, inputs);
  if (output !== undefined && (await isOneOf(output, tables))) {
    command.error(`error: ${output} can't be written: it is a table that is read`);
  }
  const source = await readWithProgress(tables, options.groupBy ?? null);
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
    await openStandardOutput().writeLine(JSON.stringify({ schema: 1, recordings }));
  }
}

/** Of tables that differ in their ending only, the first one, unless they were named: they hold the same recordings. */
function withoutTwins(files: readonly InputFile[], named: readonly string[]): string[] {
  const first = new Map<string, string>();
  return files
    .map(({ path }) => path)
    .filter((path) => {
      const { dir, name } = parse(path);
      const other = first.get(join(dir, name));
      if (other === undefined) first.set(join(dir, name), path);
      if (other === undefined || named.includes(path)) return true;
      talk(`affect-detect: ${path} is left out, because ${other} is read`);
      return false;
    });
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
