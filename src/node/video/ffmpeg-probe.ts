import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inputArguments } from './ffmpeg-arguments.js';
import type { StreamDescription } from './frame-plan.js';
import { type MediaAddress, openingProblem, UNTIMED_FORMAT } from './media-address.js';
import { lengthInMatroska, parseMatroskaEnd } from './missing-end.js';
import { readDisplayMatrix, UPRIGHT } from './orientation.js';
import { DecoderUnavailableError } from './picture-source.js';
import { UndecodableError } from './undecodable-error.js';

/** The part of ffprobe's answer that is read. */
interface Probe {
  readonly streams?: readonly ProbedStream[];
  readonly format?: ProbedFormat;
}

interface ProbedFormat {
  readonly format_name?: string;
  readonly duration?: string;
  readonly start_time?: string;
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

/** What FFmpeg has to know of a file to read it. */
export interface ProbedVideo {
  /** The stream that a player would show. */
  readonly stream: StreamDescription;
  /** Its number in the file. */
  readonly index: number;
  /** The time in the file at which its first stream starts, seconds; `null` for a live stream, which never starts twice. */
  readonly origin: number | null;
  /** Whether a seek lands where decoding can begin. */
  readonly canSeek: boolean;
  /** Whether its pictures have the times at which they arrive. */
  readonly isUntimed: boolean;
}

/** Demuxers that seek by an index of key frames, or leave it to the server. Others land in the midst of what can't be decoded. */
const SEEKABLE = /^(mov,|matroska,|avi$|flv$|ogg$|asf$|rtsp$)/;

/**
 * Ask ffprobe what a file or stream holds.
 * @throws {DecoderUnavailableError} if there is no ffprobe
 * @throws {UndecodableError} if the file isn't a video
 */
export async function probeVideo(address: MediaAddress): Promise<ProbedVideo> {
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
  const { streams = [], format = {} } = JSON.parse(stdout) as Probe;
  const shown = streams.filter(({ disposition }) => !disposition?.attached_pic);
  if (shown.length === 0) throw new UndecodableError('has no video stream');
  const best = shown.find(({ disposition }) => disposition?.default) ?? shown[0];
  if (!best.width || !best.height) throw new UndecodableError('has no pictures that can be decoded');
  const stream = describe({ ...best, width: best.width, height: best.height }, format);
  const isLive = address.kind === 'network' && stream.duration === null;
  return {
    stream,
    index: best.index,
    origin: isLive ? null : originOf(format),
    canSeek: SEEKABLE.test(format.format_name ?? ''),
    isUntimed: isLive && format.format_name === UNTIMED_FORMAT,
  };
}

function describe(
  stream: ProbedStream & { readonly width: number; readonly height: number },
  format: ProbedFormat,
): StreamDescription {
  const matrix = stream.side_data_list?.find(({ displaymatrix }) => displaymatrix)?.displaymatrix;
  const duration = durationOf(format);
  return {
    codedWidth: stream.width,
    codedHeight: stream.height,
    pixelAspect: ratio(stream.sample_aspect_ratio, ':') ?? 1,
    orientation: matrix ? readDisplayMatrix(parseMatrix(matrix)) : UPRIGHT,
    duration: duration !== null && duration > 0 ? duration : null,
    promisedEnd: promisedEnd(format, stream, duration),
    frameRate: ratio(stream.avg_frame_rate, '/') ?? ratio(stream.r_frame_rate, '/'),
  };
}

function durationOf(format: ProbedFormat): number | null {
  const end = Number(format.duration);
  if (!(end > 0)) return null;
  return format.format_name === 'matroska,webm' ? lengthInMatroska(end, originOf(format)) : end;
}

/** @returns `null` where the container says nothing or FFmpeg only estimates */
function promisedEnd(format: ProbedFormat, stream: ProbedStream, duration: number | null): number | null {
  const start = (Number(stream.start_time) || 0) - originOf(format);
  if (Number(stream.nb_frames) > 0 && Number(stream.duration) > 0) return start + Number(stream.duration);
  const end = parseMatroskaEnd(stream.tags?.DURATION);
  if (end !== null) return end - originOf(format);
  return isRtsp(format) && duration !== null ? start + duration : null;
}

/** The time in the file at which its first stream starts, seconds. */
function originOf(format: ProbedFormat): number {
  // A recording's times count from its start, but FFmpeg often knows none for the first packet.
  if (isRtsp(format) && Number(format.duration) > 0) return 0;
  return Number(format.start_time) || 0;
}

/** Of its recordings, but not of its live streams, an RTSP server says itself how long they are. */
function isRtsp({ format_name }: ProbedFormat): boolean {
  return format_name === 'rtsp';
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
