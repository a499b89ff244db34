import type { FramePlan } from './frame-plan.js';
import type { MediaAddress } from './media-address.js';
import type { FrameSelection } from './video-options.js';

/** The clock that FFmpeg's times are told in, units a second. */
const CLOCK_RATE = 1_000_000;

/** The descriptor that FFmpeg writes the times to, beside the standard ones. */
export const TIMES_DESCRIPTOR = 3;

/**
 * How to call FFmpeg. It writes the pixels to its standard output, and to another descriptor a line for each frame with its
 * time: raw pixels carry none. Both leave the same filter graph, frame by frame.
 * @param index of the stream in the file
 * @param version what `ffmpeg -version` prints
 */
export function ffmpegArguments(
  address: MediaAddress,
  index: number,
  plan: Pick<FramePlan, 'filters'>,
  { resumeAt }: FrameSelection,
  version: string,
): string[] {
  const clock = `1/${CLOCK_RATE}`;
  const graph = `[0:${index}]${plan.filters},settb=${clock},split[pixels][frames];[frames]crop=1:1[times]`;
  const output = [...passthrough(version), '-enc_time_base', clock, '-flush_packets', '1'];
  return [
    ...['-v', 'error', '-nostdin', '-noautorotate', '-threads', '1'],
    // The times of the file are kept; the graph leaves out what comes before the start.
    ...['-copyts', '-start_at_zero', ...(resumeAt > 0 ? ['-noaccurate_seek', '-ss', String(resumeAt)] : [])],
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

/**
 * Read a line about a frame: `stream, dts, pts, duration, size, checksum`.
 * @returns seconds; `null` for a line about something else
 */
export function parseFrameLine(line: string): { time: number; duration: number } | null {
  if (line.startsWith('#')) return null;
  const [, , pts, duration] = line.split(',').map(Number);
  return { time: pts / CLOCK_RATE, duration: duration / CLOCK_RATE };
}
