import { Command } from 'commander';
import { DEFAULT_SMOOTHING } from '../../core/index.js';
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
import {
  addVideoOutputOptions,
  openSinks,
  outputProblem,
  printsData,
  type VideoOutputOptions,
} from '../video-outputs.js';
import { type VideoSummary, writeSummaries } from '../video-summary.js';

interface VideoCommandOptions extends ModelOptions, ReadOptions, VideoOutputOptions {}

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
    .action(runVideos);
  return addModelOptions(addVideoOutputOptions(command));
}

async function runVideos(paths: string[], options: VideoCommandOptions, command: Command): Promise<void> {
  const { start = 0, end = Number.POSITIVE_INFINITY } = options;
  if (end <= start) command.error('error: --end must be after --start');
  if (paths.filter((path) => path === '-').length > 1)
    command.error('error: standard input can be read once');
  const problem = await outputProblem(options, paths);
  if (problem !== null) command.error(`error: ${problem}`);

  const signal = interruptSignal();
  const summaries: VideoSummary[] = [];
  let sinks: FrameSink[] = [];
  let exitCode: number = EXIT.ok;
  let isWhole = false;
  try {
    const detector = await loadFromOptions(options);
    try {
      sinks = await openSinks(options, detector);
      const say = printsData(options) ? talk : writeLine;
      exitCode = await readAll(paths, { detector, options, sinks, summaries, signal, say });
      isWhole = true;
    } finally {
      await detector.dispose();
    }
  } finally {
    for (const sink of sinks) await (isWhole ? sink.finish() : sink.breakOff());
  }
  if (options.summary !== undefined) await writeSummaries(options.summary, summaries);
  if (exitCode !== EXIT.ok) throw new ExitError(exitCode);
}

/** @returns the gravest exit code: a file that can't be read at all is worse than one that breaks off */
async function readAll(paths: readonly string[], run: VideoRun): Promise<number> {
  const codes = new Set<number>();
  for (const path of paths) codes.add(await readVideo(path, run));
  return [EXIT.input, EXIT.partial].find((code) => codes.has(code)) ?? EXIT.ok;
}
