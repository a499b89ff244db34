import type { Command } from 'commander';
import { containerOf, isStream } from '../node/index.js';
import { fileIdentity } from './file-identity.js';
import type { InputFile } from './input-paths.js';
import { type OutputPlan, planOutputs } from './output-plan.js';

/** What `addVideoOutputOptions` adds to a command. */
export interface VideoOutputOptions {
  readonly json?: boolean;
  readonly csv?: string;
  readonly jsonl?: string;
  readonly parquet?: string;
  readonly summary?: string;
  readonly srt?: string;
  readonly vtt?: string;
  readonly thumbnails?: string;
  readonly annotate?: string;
}

const HELP = `
Files are written as the video is read, as FILE.partial, and get their name when all is read. The options that write files go
together in any combination. For --csv, --jsonl, --parquet, --srt, --vtt and --annotate, a folder (out/, or one that is there)
gets a file for each video, in the folders that the videos are in below the folder that is read.`;

/** Add the options that say where results go. */
export function addVideoOutputOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON object a line per frame')
    .option('--csv <file|folder/>', 'write a table with a row per face per frame; - for standard output')
    .option('--jsonl <file|folder/>', 'write one JSON object a line per frame; - for standard output')
    .option('--parquet <file|folder/>', 'write the table as Parquet, for pandas, R, DuckDB and the like')
    .option('--summary <file>', 'write what all videos showed as one JSON object')
    .option('--srt <file|folder/>', 'write subtitles with the expressions of each face')
    .option('--vtt <file|folder/>', 'write them as WebVTT, for web pages')
    .option('--thumbnails <folder>', 'write a picture of each expression where it was clearest')
    .option(
      '--annotate <file|folder/>',
      'write the video with every face marked, and its sound, as .mp4, .mov or .mkv',
    )
    .addHelpText('after', HELP);
}

/** Whether data goes to stdout, where the summary must not get between it. */
export function printsData({ json, csv, jsonl }: VideoOutputOptions): boolean {
  return json === true || csv === '-' || jsonl === '-';
}

/**
 * Where results go, as it was asked for.
 * @returns the plan, or a sentence for the user that says what is wrong with it
 */
export async function checkedOutputPlan(
  options: VideoOutputOptions,
  inputs: readonly InputFile[],
): Promise<OutputPlan | string> {
  const { json, csv, jsonl, summary } = options;
  const printed = [json && '--json', csv === '-' && '--csv -', jsonl === '-' && '--jsonl -'].filter(Boolean);
  if (printed.length > 1) return `${printed[0]} and ${printed[1]} both write to standard output`;
  for (const name of ['parquet', 'summary', 'srt', 'vtt'] as const) {
    if (options[name] === '-') return `--${name} writes a file, not standard output`;
  }
  const plan = await planOutputs(options, inputs);
  const single = plan.shared.find(({ kind }) => kind === 'srt' || kind === 'vtt' || kind === 'annotate');
  if (single && inputs.length > 1) {
    return `--${single.kind} takes one video; name a folder for several: --${single.kind} ${single.path}/`;
  }
  const twice = (['thumbnails', 'annotate'] as const).find((name) => options[name] !== undefined);
  if (twice && inputs.some(({ path }) => isStream(path)))
    return `--${twice} needs a file, which can be read a second time`;
  if (single?.kind === 'annotate' && containerOf(single.path) === null) {
    return `--annotate writes .mp4, .mov and .mkv, not ${single.path}`;
  }
  const taken = new Map<string, string>();
  for (const { path } of inputs) taken.set(await fileIdentity(path), 'is a video that is read');
  const files = [...plan.shared, ...plan.own.flat()].map(({ path }) => path).filter((path) => path !== '-');
  for (const file of summary === undefined ? files : [...files, summary]) {
    const key = await fileIdentity(file);
    const other = taken.get(key);
    if (other !== undefined) return `${file} can't be written: it ${other}`;
    taken.set(key, 'is named for two outputs');
  }
  return plan;
}
