import {
  AffectDetectError,
  type AnyImage,
  type Frame,
  type FrameResult,
  OutputError,
  type ReadFrame,
  type RgbImage,
  readAhead,
  StreamPipeline,
  Timeline,
  TruncatedMediaError,
} from '../core/index.js';
import { type AffectDetector, type AnyPixelsOptions, openVideo, type Video } from '../node/index.js';
import { pc } from './colors.js';
import { EXIT, exitCodeOf } from './exit-codes.js';
import { seconds } from './format/seconds.js';
import { summaryTable } from './format/summary-table.js';
import { endSinks, type FrameSink } from './frame-sinks.js';
import { talk } from './io.js';
import type { Journal } from './resume/journal.js';
import { RecordedVideo } from './resume/recorded-video.js';
import type { RunProgress } from './run-progress.js';
import { showVideoProgress } from './video-progress.js';
import type { VideoSummary } from './video-summary.js';

/** Larger than any video, pixels: what is annotated keeps its size. */
const FULL_SIZE = 16_384;

/** The options that each video is read with. */
export interface ReadOptions {
  readonly threshold: number;
  /** Time constant, seconds. */
  readonly smoothing: number;
  readonly fps?: number;
  /** Longest time between two looks of the face detector, seconds. */
  readonly maxDetectionInterval: number;
  /** Whether something is drawn into the pictures, which then have the video's own size. */
  readonly draws: boolean;
  /** Seconds. */
  readonly start?: number;
  /** Seconds. */
  readonly end?: number;
  /** How often in a row a lost stream is opened again. */
  readonly reconnects: number;
}

/** What all videos of a run share. */
export interface VideoRun {
  readonly detector: AffectDetector;
  readonly options: ReadOptions;
  /** Take the results of all videos. */
  readonly sinks: readonly FrameSink[];
  /** Opens what takes the results of one video alone. */
  readonly openOwnSinks: (index: number) => Promise<readonly FrameSink[]>;
  readonly progress: RunProgress;
  /** `null` where the run couldn't go on after a break anyway. */
  readonly journal: Journal | null;
  /** Takes what each video showed. */
  readonly summaries: VideoSummary[];
  readonly signal: AbortSignal;
  /** Prints the summary. */
  readonly say: (text: string) => Promise<void> | void;
}

/** A video and what reads its frames. */
interface Source {
  readonly video: Pick<
    Video<AnyImage>,
    'name' | 'width' | 'height' | 'duration' | 'frameRate' | 'frames' | 'dispose'
  >;
  readonly read: ReadFrame;
}

/**
 * Read one video into the sinks and print its summary, also where it breaks off or is interrupted.
 * @param index place of the video among the inputs, from 0
 * @returns the exit code: `ok`, `partial`, or why it can't be read, which was said on stderr
 * @throws the signal's reason after an interruption
 */
export async function readVideo(path: string, index: number, run: VideoRun): Promise<number> {
  const { fps } = run.options;
  let source: Source;
  try {
    source = await openSource(path, index, run);
  } catch (error) {
    run.progress.finish(index);
    return complain(error);
  }
  // Frames that are sampled sparsely stand for the time between them.
  const timeline = new Timeline({ maxGapSeconds: fps === undefined ? 1 : Math.max(1, 2 / fps) });
  const { problem, speed } = await readIntoOwnSinks(source, index, timeline, run);
  run.progress.finish(index);
  if (problem && !(problem instanceof TruncatedMediaError) && !run.signal.aborted) return complain(problem);
  const summary = timeline.summary();
  const { name, width, height, duration } = source.video;
  run.summaries.push({ source: name, width, height, duration, problem: problem?.message ?? null, summary });

  const length = duration === null ? '' : `, ${seconds(duration)}`;
  const title = `${pc.bold(name)}  ${width} x ${height}${length}, ${summary.frames} frames read (${speed})`;
  await run.say(`${title}\n${summaryTable(summary)}\n`);
  if (run.signal.aborted) throw run.signal.reason;
  if (!problem) return EXIT.ok;
  talk(pc.yellow(`affect-detect: warning: ${problem.message}; the results up to there are kept`));
  return EXIT.partial;
}

async function openSource(path: string, index: number, run: VideoRun): Promise<Source> {
  const { journal, signal } = run;
  const { pipeline } = run.detector;
  const { fps, start, end, draws, reconnects } = run.options;
  const onLost = (message: string) => talk(pc.yellow(`affect-detect: ${message}`));
  const pictures = draws ? { maxSide: FULL_SIZE, pixels: 'rgb' as const } : { pixels: 'any' as const };
  const options: AnyPixelsOptions = { ...pictures, fps, start, end, reconnects, onLost, signal };
  if (journal !== null) {
    const video = await RecordedVideo.open(path, index, options, journal, pipeline);
    return { video, read: video.read };
  }
  const video = await openVideo(path, options);
  return { video, read: (frame, known) => pipeline.readStreamFrame(frame, known) };
}

/** How the reading of a video ended. */
interface Outcome {
  readonly problem: Error | null;
  readonly speed: string;
}

async function readIntoOwnSinks(
  source: Source,
  index: number,
  timeline: Timeline,
  run: VideoRun,
): Promise<Outcome> {
  let own: readonly FrameSink[] = [];
  let isWhole = false;
  try {
    own = await run.openOwnSinks(index);
    const outcome = await readFrames(source, index, timeline, { ...run, sinks: [...run.sinks, ...own] });
    // A video that breaks off itself gives all that there is.
    isWhole = outcome.problem === null || (isOfVideo(outcome.problem) && !run.signal.aborted);
    return outcome;
  } finally {
    await source.video.dispose();
    await endSinks(own, isWhole);
  }
}

async function readFrames(
  { video, read }: Source,
  index: number,
  timeline: Timeline,
  { options, sinks, ...run }: VideoRun,
): Promise<Outcome> {
  const { threshold, smoothing, maxDetectionInterval, draws, start = 0, end } = options;
  const lastSecond = Math.min(end ?? Number.POSITIVE_INFINITY, video.duration ?? Number.POSITIVE_INFINITY);
  const progress = showVideoProgress(video.name, start, Number.isFinite(lastSecond) ? lastSecond : null, {
    ofRun: (share) => run.progress.describe(index, share),
  });
  for (const sink of sinks) sink.begin?.(video);
  let problem: Error | null = null;
  let frame = 0;
  try {
    const streamOptions = { source: video.name, threshold, smoothing, maxDetectionInterval };
    const stream = new StreamPipeline(read, streamOptions);
    for await (const { result, picture } of readResults(stream, video.frames(), draws)) {
      timeline.append(result);
      for (const sink of sinks) await sink.write(result, frame, picture);
      frame++;
      progress.update(result.timestamp!);
    }
  } catch (error) {
    problem = error as Error;
  } finally {
    progress.stop();
  }
  return { problem, speed: progress.speed() };
}

/** The results of a stream, with its pictures where something is drawn into them. */
async function* readResults(
  stream: StreamPipeline,
  frames: AsyncIterable<Frame<AnyImage>>,
  draws: boolean,
): AsyncGenerator<{ readonly result: FrameResult; readonly picture?: Frame }> {
  if (!draws) {
    for await (const result of readAhead(stream, frames)) yield { result };
    return;
  }
  for await (const frame of frames) {
    // Nothing is drawn into frames of another run, and the others were opened as RGB.
    yield { result: await stream.detect(frame), picture: frame as Frame<RgbImage> };
  }
}

/** Whether something is wrong with one video, and not with all that is done. */
function isOfVideo(error: unknown): error is AffectDetectError {
  return error instanceof AffectDetectError && !(error instanceof OutputError);
}

/** One bad file must not keep the others from being read; what concerns all of them ends the run. */
function complain(error: unknown): number {
  if (!isOfVideo(error)) throw error;
  talk(pc.red(`affect-detect: ${error.message}`));
  return exitCodeOf(error);
}
