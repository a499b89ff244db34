import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inputArguments } from './ffmpeg-arguments.js';
import type { StreamDescription } from './frame-plan.js';
import { type MediaAddress, openingProblem } from './media-address.js';
import { parseMatroskaDuration } from './missing-end.js';
import { readDisplayMatrix, UPRIGHT } from './orientation.js';
import { DecoderUnavailableError } from './picture-source.js';
import { UndecodableError } from './undecodable-error.js';

/** The part of ffprobe's answer that is read. */
interface Probe {
  readonly streams?: readonly ProbedStream[];
  readonly format?: {
    readonly format_name?: string;
    readonly duration?: string;
    readonly start_time?: string;
  };
}

interface ProbedStream {
  readonly index: number;
  readonly width?: number;
  readonly height?: number;
  readonly sample_aspect_ratio?: string;
  readonly avg_frame_rate?: string;
  readonly r_frame_rate?: string;
  readonly start_time?: string;
  readonly duration?: string;
  readonly nb_frames?: string;
  readonly tags?: { readonly DURATION?: string };
  readonly disposition?: Readonly<Record<string, number>>;
  readonly side_data_list?: readonly { readonly displaymatrix?: string }[];
}

/**
 * Ask ffprobe what a file or stream holds.
 * @returns the stream that a player would show, and its number in the file
 * @throws {DecoderUnavailableError} if there is no ffprobe
 * @throws {UndecodableError} if the file isn't a video
 */
export async function probeVideo(
  address: MediaAddress,
): Promise<{ stream: StreamDescription; index: number }> {
  const args = [
    '-v',
    'error',
    '-print_format',
    'json',
    '-show_format',
    '-show_streams',
    '-select_streams',
    'v',
    ...inputArguments(address),
  ];
  const { stdout } = await promisify(execFile)('ffprobe', args, { maxBuffer: 16e6 }).catch((cause) => {
    if (cause.code === 'ENOENT') throw new DecoderUnavailableError('ffprobe is not installed');
    const reason = String(cause.stderr ?? cause)
      .trim()
      .split('\n')
      .at(-1)
      ?.split(': ')
      .at(-1);
    throw new UndecodableError(`${openingProblem(address)} (${reason})`);
  });
  const { streams = [], format } = JSON.parse(stdout) as Probe;
  const shown = streams.filter(({ disposition }) => !disposition?.attached_pic);
  if (shown.length === 0) throw new UndecodableError('has no video stream');
  const best = shown.find(({ disposition }) => disposition?.default) ?? shown[0];
  if (!best.width || !best.height) throw new UndecodableError('has no pictures that can be decoded');
  return { stream: describe({ ...best, width: best.width, height: best.height }, format), index: best.index };
}

function describe(
  stream: ProbedStream & { readonly width: number; readonly height: number },
  format: Probe['format'] = {},
): StreamDescription {
  const matrix = stream.side_data_list?.find(({ displaymatrix }) => displaymatrix)?.displaymatrix;
  const duration = Number(format.duration);
  // An RTSP server says itself how long a recording is.
  const promised =
    promisedSeconds(stream) ?? (format.format_name === 'rtsp' && duration > 0 ? duration : null);
  const start = (Number(stream.start_time) || 0) - (Number(format.start_time) || 0);
  return {
    codedWidth: stream.width,
    codedHeight: stream.height,
    pixelAspect: ratio(stream.sample_aspect_ratio, ':') ?? 1,
    orientation: matrix ? readDisplayMatrix(parseMatrix(matrix)) : UPRIGHT,
    duration: duration > 0 ? duration : null,
    promisedEnd: promised === null ? null : start + promised,
    frameRate: ratio(stream.avg_frame_rate, '/') ?? ratio(stream.r_frame_rate, '/'),
  };
}

/** How long the container says that the stream is, seconds; `null` where it says nothing or FFmpeg only estimates. */
function promisedSeconds({ nb_frames, duration, tags }: ProbedStream): number | null {
  if (Number(nb_frames) > 0 && Number(duration) > 0) return Number(duration);
  return parseMatroskaDuration(tags?.DURATION);
}

/** @param text three lines like `00000000:            0       65536           0` */
function parseMatrix(text: string): number[] {
  return text
    .replace(/^[0-9a-f]+:/gm, '')
    .trim()
    .split(/\s+/)
    .map(Number);
}

/** `null` for 0/0 and x/0, FFmpeg's way of saying that it doesn't know. */
function ratio(text: string | undefined, separator: string): number | null {
  const [num, den] = (text ?? '').split(separator).map(Number);
  return num > 0 && den > 0 ? num / den : null;
}
