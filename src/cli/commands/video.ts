import { Command } from 'commander';
import { DEFAULT_SMOOTHING } from '../../core/index.js';
import { isStream } from '../../node/index.js';
import { EXIT, ExitError } from '../exit-codes.js';
import { endSinks, type FrameSink } from '../frame-sinks.js';
import { expandPaths, VIDEOS } from '../input-paths.js';
import { type AtomicWriter, interruptSignal, openAtomicWriter, openStandardOutput, talk } from '../io.js';
import { makeFoldersOf, openSinks } from '../open-sinks.js';
import {
  addDetectionOptions,
  addModelOptions,
  loadFromOptions,
  type ModelOptions,
  parseCount,
  parsePositiveNumber,
  parseSeconds,
} from '../options.js';
import { parseTime } from '../parse-time.js';
import { type ReadOptions, readVideo, type VideoRun } from '../read-video.js';
import type { Journal } from '../resume/journal.js';
import { beginJournal, resumeJournal } from '../resume/open-journal.js';
import { RunProgress } from '../run-progress.js';
import { openThumbnailSink } from '../thumbnail-sink.js';
import {
  addVideoOutputOptions,
  checkedOutputPlan,
  printsData,
  type VideoOutputOptions,
} from '../video-outputs.js';
import { type VideoSummary, writeSummaries } from '../video-summary.js';

interface VideoCommandOptions extends ModelOptions, Omit<ReadOptions, 'draws'>, VideoOutputOptions {
  readonly recursive?: boolean;
  readonly resume?: boolean;
}

/** `affect-detect video`: read the expressions in video files. */
export function videoCommand(): Command {
  const command = new Command('video')
    .description('read the expressions of all faces in videos, frame by frame')
    .argument(
      '<file|folder|glob|address|-...>',
      'any video that FFmpeg reads, http(s):// or rtsp(s)://; - for standard input',
    )
    .option('-r, --recursive', "look in a folder's folders too")
    .option('--fps <n>', 'read at most this many frames a second (default: every frame)', parsePositiveNumber)
    .option('--start <time>', 'begin here: seconds or [hours:]minutes:seconds', parseTime)
    .option('--end <time>', 'stop here: seconds or [hours:]minutes:seconds', parseTime)
    .option(
      '--smoothing <s>',
      'time constant of the smoothing, seconds; 0 for none',
      parseSeconds,
      DEFAULT_SMOOTHING,
    )
    .option('--reconnects <n>', 'how often in a row a lost stream is opened again', parseCount, 5)
    .option('--resume', 'go on with the same run that was broken off, without reading any frame twice')
    .action(runVideos);
  return addModelOptions(addVideoOutputOptions(addDetectionOptions(command)));
}

async function runVideos(inputs: string[], options: VideoCommandOptions, command: Command): Promise<void> {
  const { start = 0, end = Number.POSITIVE_INFINITY, annotate, recursive = false } = options;
  if (end <= start) command.error('error: --end must be after --start');
  if (inputs.filter((input) => input === '-').length > 1)
    command.error('error: standard input can be read once');
  const { files, problems } = await expandPaths(inputs, VIDEOS, { recursive, isVerbatim: isStream });
  const plan = await checkedOutputPlan(options, files);
  if (typeof plan === 'string') return command.error(`error: ${plan}`);

  const paths = files.map(({ path }) => path);
  // Only a file can be opened again at the same place, and no video can be gone on with that was broken off in writing.
  const { bases } = plan;
  const canResume = bases.length > 0 && annotate === undefined && !paths.some(isStream);
  if (options.resume && !canResume) {
    command.error('error: --resume needs files to read, the same output file as before, and no --annotate');
  }
  for (const problem of problems) talk(`affect-detect: ${problem}`);
  if (paths.length === 0) throw new ExitError(EXIT.input);

  const written = [...plan.shared, ...plan.own.flat()].filter(({ path }) => path !== '-');
  const writesFiles = written.length > 0 || options.summary !== undefined || options.thumbnails !== undefined;
  const output = openStandardOutput({ outlivesReader: writesFiles });
  const signal = interruptSignal();
  const summaries: VideoSummary[] = [];
  const sinks: FrameSink[] = [];
  let summaryFile: AtomicWriter | null = null;
  let journal: Journal | null = null;
  let exitCode: number = EXIT.ok;
  let isRead = false;
  let isWritten = false;
  try {
    const detector = await loadFromOptions(options);
    try {
      const { fps, start, end, maxDetectionInterval, side } = options;
      const deciding = { fps, start, end, 'max-detection-interval': maxDetectionInterval, side };
      const run = { version: command.version() ?? '', detector, paths, options: deciding };
      // Before any file of the earlier run is touched.
      if (options.resume) journal = await resumeJournal(bases, run);
      const context = { start, end, model: detector.pipeline.classifier.card.id, output };
      await makeFoldersOf(plan.own.flat());
      if (options.summary !== undefined) summaryFile = await openAtomicWriter(options.summary);
      sinks.push(...(await openSinks(plan.shared, { ...context, source: paths[0] })));
      if (options.thumbnails !== undefined) sinks.push(await openThumbnailSink(options.thumbnails));
      if (canResume) journal ??= await beginJournal(bases[0], run);
      exitCode = await readAll(paths, problems.length, {
        detector,
        options: { ...options, draws: annotate !== undefined },
        sinks,
        openOwnSinks: (index) => openSinks(plan.own[index], { ...context, source: paths[index] }),
        progress: await RunProgress.over(paths),
        journal,
        summaries,
        signal,
        say: printsData(options) ? talk : output.writeLine,
      });
      isRead = true;
    } finally {
      try {
        await endSinks(sinks, isRead);
      } finally {
        await detector.dispose();
      }
    }
    if (summaryFile !== null) await writeSummaries(summaryFile, summaries);
    isWritten = true;
  } finally {
    if (isWritten) await journal?.discard();
    else {
      await summaryFile?.discard();
      if (await journal?.keep()) talk('affect-detect: the same command with --resume goes on from here');
    }
  }
  if (exitCode !== EXIT.ok) throw new ExitError(exitCode);
}

/**
 * @param missing how many inputs gave nothing to read
 * @returns the gravest exit code: a file that can't be read at all is worse than one that breaks off
 */
async function readAll(paths: readonly string[], missing: number, run: VideoRun): Promise<number> {
  const counts = { [EXIT.input]: missing, [EXIT.partial]: 0 };
  for (const [index, path] of paths.entries()) {
    const code = await readVideo(path, index, run);
    if (code !== EXIT.ok) counts[code === EXIT.partial ? code : EXIT.input]++;
  }
  const { [EXIT.input]: bad, [EXIT.partial]: broken } = counts;
  const total = paths.length + missing;
  if (total > 1 && bad + broken > 0) {
    const parts = [bad > 0 && `${bad} couldn't be read`, broken > 0 && `${broken} broke off`];
    talk(`affect-detect: of ${total} inputs, ${parts.filter(Boolean).join(' and ')}`);
  }
  return bad > 0 ? EXIT.input : broken > 0 ? EXIT.partial : EXIT.ok;
}
