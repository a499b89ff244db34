import { Command } from 'commander';
import { DEFAULT_SMOOTHING } from '../../core/index.js';
import { isStream } from '../../node/index.js';
import { EXIT, ExitError } from '../exit-codes.js';
import type { FrameSink } from '../frame-sinks.js';
import { interruptSignal, talk, writeLine } from '../io.js';
import {
  addModelOptions,
  loadFromOptions,
  type ModelOptions,
  parsePositiveNumber,
  parseSeconds,
} from '../options.js';
import { parseTime } from '../parse-time.js';
import { type ReadOptions, readVideo, type VideoRun } from '../read-video.js';
import type { Journal } from '../resume/journal.js';
import { beginJournal, resumeJournal } from '../resume/open-journal.js';
import {
  addVideoOutputOptions,
  openSinks,
  outputFiles,
  outputProblem,
  printsData,
  type VideoOutputOptions,
} from '../video-outputs.js';
import { type VideoSummary, writeSummaries } from '../video-summary.js';

/** Larger than any video, pixels: what is annotated keeps its size. */
const FULL_SIZE = 16_384;

interface VideoCommandOptions extends ModelOptions, ReadOptions, VideoOutputOptions {
  readonly resume?: boolean;
}

/** `affect-detect video`: read the expressions in video files. */
export function videoCommand(): Command {
  const command = new Command('video')
    .description('read the expressions of all faces in videos, frame by frame')
    .argument(
      '<file|address|-...>',
      'any video that FFmpeg reads, http(s):// or rtsp(s)://; - for standard input',
    )
    .option('--fps <n>', 'read at most this many frames a second (default: every frame)', parsePositiveNumber)
    .option('--start <time>', 'begin here: seconds or [hours:]minutes:seconds', parseTime)
    .option('--end <time>', 'stop here: seconds or [hours:]minutes:seconds', parseTime)
    .option(
      '--smoothing <s>',
      'time constant of the smoothing, seconds; 0 for none',
      parseSeconds,
      DEFAULT_SMOOTHING,
    )
    .option('--resume', 'go on with the same run that was broken off, without reading any frame twice')
    .action(runVideos);
  return addModelOptions(addVideoOutputOptions(command));
}

async function runVideos(paths: string[], options: VideoCommandOptions, command: Command): Promise<void> {
  const { start = 0, end = Number.POSITIVE_INFINITY, annotate } = options;
  if (end <= start) command.error('error: --end must be after --start');
  if (paths.filter((path) => path === '-').length > 1)
    command.error('error: standard input can be read once');
  const problem = await outputProblem(options, paths);
  if (problem !== null) command.error(`error: ${problem}`);

  const [firstOutput] = outputFiles(options);
  // Only a file can be opened again at the same place, and no video can be gone on with that was broken off in writing.
  const canResume = firstOutput !== undefined && annotate === undefined && !paths.some(isStream);
  if (options.resume && !canResume) {
    command.error('error: --resume needs files to read, the same output file as before, and no --annotate');
  }

  const signal = interruptSignal();
  const summaries: VideoSummary[] = [];
  let sinks: FrameSink[] = [];
  let journal: Journal | null = null;
  let exitCode: number = EXIT.ok;
  let isWhole = false;
  try {
    const detector = await loadFromOptions(options);
    try {
      const { fps, start, end } = options;
      const run = { version: command.version() ?? '', detector, paths, options: { fps, start, end } };
      // Before any file of the earlier run is touched.
      if (options.resume) journal = await resumeJournal(firstOutput, run);
      sinks = await openSinks(options, paths, detector);
      if (canResume) journal ??= await beginJournal(firstOutput, run);
      const readOptions = annotate === undefined ? options : { ...options, maxSide: FULL_SIZE };
      const say = printsData(options) ? talk : writeLine;
      exitCode = await readAll(paths, {
        detector,
        options: readOptions,
        sinks,
        journal,
        summaries,
        signal,
        say,
      });
      isWhole = true;
    } finally {
      await detector.dispose();
    }
  } finally {
    for (const sink of sinks) await (isWhole ? sink.finish() : sink.breakOff());
    if (!isWhole && (await journal?.keep()))
      talk('affect-detect: the same command with --resume goes on from here');
  }
  if (options.summary !== undefined) await writeSummaries(options.summary, summaries);
  await journal?.discard();
  if (exitCode !== EXIT.ok) throw new ExitError(exitCode);
}

/** @returns the gravest exit code: a file that can't be read at all is worse than one that breaks off */
async function readAll(paths: readonly string[], run: VideoRun): Promise<number> {
  const codes = new Set<number>();
  for (const [index, path] of paths.entries()) codes.add(await readVideo(path, index, run));
  return [EXIT.input, EXIT.partial].find((code) => codes.has(code)) ?? EXIT.ok;
}
