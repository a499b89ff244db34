import { Command } from 'commander';
import { DEFAULT_SMOOTHING } from '../../core/index.js';
import { loadAffectDetector } from '../../node/index.js';
import { EXIT, ExitError } from '../exit-codes.js';
import { type FrameSink, jsonSink, openCsvSink } from '../frame-sinks.js';
import { interruptSignal, talk, writeLine } from '../io.js';
import {
  addModelOptions,
  type ModelOptions,
  parsePositiveNumber,
  parseSeconds,
  toLoadOptions,
} from '../options.js';
import { type ReadOptions, readVideo, type VideoRun } from '../read-video.js';

interface VideoCommandOptions extends ModelOptions, ReadOptions {
  readonly json?: boolean;
  readonly csv?: string;
}

/** `affect-detect video`: read the expressions in video files. */
export function videoCommand(): Command {
  const command = new Command('video')
    .description('read the expressions of all faces in videos, frame by frame')
    .argument('<file...>', 'any video that FFmpeg reads')
    .option('--json', 'print one JSON object a line per frame')
    .option('--csv <file>', 'write a table with a row per face per frame; - for standard output')
    .option('--fps <n>', 'read at most this many frames a second (default: every frame)', parsePositiveNumber)
    .option('--start <s>', 'begin at this time, seconds', parseSeconds)
    .option('--end <s>', 'stop at this time, seconds', parseSeconds)
    .option(
      '--smoothing <s>',
      'time constant of the smoothing, seconds; 0 for none',
      parseSeconds,
      DEFAULT_SMOOTHING,
    )
    .action(runVideos);
  return addModelOptions(command);
}

async function runVideos(paths: string[], options: VideoCommandOptions, command: Command): Promise<void> {
  const { start = 0, end = Number.POSITIVE_INFINITY, json, csv } = options;
  if (end <= start) command.error('error: --end must be after --start');
  if (json && csv === '-') command.error('error: --json and --csv - both write to standard output');

  const sinks: FrameSink[] = [];
  if (json) sinks.push(jsonSink);
  if (csv !== undefined) sinks.push(await openCsvSink(csv));
  const signal = interruptSignal();
  let exitCode: number = EXIT.ok;
  let isWhole = false;
  try {
    const detector = await loadAffectDetector(toLoadOptions(options));
    try {
      // The summary must not get between the data.
      const say = json || csv === '-' ? talk : writeLine;
      exitCode = await readAll(paths, { detector, options, sinks, signal, say });
      isWhole = true;
    } finally {
      await detector.dispose();
    }
  } finally {
    for (const sink of sinks) await (isWhole ? sink.finish() : sink.breakOff());
  }
  if (exitCode !== EXIT.ok) throw new ExitError(exitCode);
}

/** @returns the gravest exit code: a file that can't be read at all is worse than one that breaks off */
async function readAll(paths: readonly string[], run: VideoRun): Promise<number> {
  const codes = new Set<number>();
  for (const path of paths) codes.add(await readVideo(path, run));
  return [EXIT.input, EXIT.partial].find((code) => codes.has(code)) ?? EXIT.ok;
}
