import type { ProbedVideo } from './ffmpeg-probe.js';
import type { FramePlan, StreamDescription } from './frame-plan.js';
import { BY_ARRIVAL, type MediaAddress } from './media-address.js';
import { timestampsFilter } from './timestamps.js';
import type { FrameSelection } from './video-options.js';

/** The clock that FFmpeg's times are told in, units a second. */
const CLOCK_RATE = 1_000_000;

/** The descriptor that FFmpeg writes the times to, beside the standard ones. */
export const TIMES_DESCRIPTOR = 3;

type ReadableVideo = Omit<ProbedVideo, 'stream'> & { readonly stream: Pick<StreamDescription, 'frameRate'> };

/**
 * How to call FFmpeg. It writes the pixels to its standard output, and to another descriptor a line for each frame with its
 * time: raw pixels carry none. Both leave the same filter graph, frame by frame.
 * @param version what `ffmpeg -version` prints
 */
export function ffmpegArguments(
  address: MediaAddress,
  { stream, index, origin, canSeek, isUntimed }: ReadableVideo,
  plan: Pick<FramePlan, 'filters'>,
  { resumeAt }: FrameSelection,
  version: string,
): string[] {
  const clock = `1/${CLOCK_RATE}`;
  const filters = `${timestampsFilter(origin ?? 0, stream.frameRate)},${plan.filters},settb=${clock}`;
  const graph = `[0:${index}]${filters},split[pixels][frames];[frames]crop=1:1[times]`;
  const output = [...passthrough(version), '-enc_time_base', clock, '-flush_packets', '1'];
  return [
    ...['-v', 'error', '-nostdin', '-noautorotate', '-threads', '1'],
    // The graph makes the file's times ours, and leaves out what comes before the start.
    ...['-copyts', ...(origin === null ? ['-start_at_zero'] : [])],
    ...(resumeAt > 0 && canSeek ? ['-noaccurate_seek', '-ss', String(resumeAt)] : []),
    // Another graph, where the size changes, would begin to count again. This one scales pictures of any size.
    ...['-reinit_filter', '0'],
    ...(isUntimed ? [`-${BY_ARRIVAL[0]}`, BY_ARRIVAL[1]] : []),
    ...inputArguments(address),
    ...['-filter_complex', graph],
    ...['-map', '[pixels]', ...output, '-f', 'rawvideo', 'pipe:1'],
    ...['-map', '[times]', ...output, '-f', 'framecrc', `pipe:${TIMES_DESCRIPTOR}`],
  ];
}

/** What ffmpeg and ffprobe are told of the input. */
export function inputArguments({ url, options }: MediaAddress): string[] {
  return [...Object.entries(options).flatMap(([name, value]) => [`-${name}`, value]), '-i', url];
}

/** "Every frame once, with its own time" was called differently before FFmpeg 5.1. */
function passthrough(version: string): string[] {
  const [, major, minor] = version.match(/version n?(\d+)\.(\d+)/) ?? [];
  const isOld = Number(major) < 5 || (Number(major) === 5 && Number(minor) < 1);
  return isOld ? ['-vsync', 'passthrough'] : ['-fps_mode', 'passthrough'];
}

/** What a line tells of a frame, seconds. */
export interface FrameLine {
  readonly time: number;
  readonly duration: number;
}

/**
 * Read a line about a frame: `stream, dts, pts, duration, size, checksum`.
 * @returns `null` for a line about something else
 */
export function parseFrameLine(line: string): FrameLine | null {
  if (line.startsWith('#')) return null;
  const [, , pts, duration] = line.split(',').map(Number);
  return { time: pts / CLOCK_RATE, duration: duration / CLOCK_RATE };
}
