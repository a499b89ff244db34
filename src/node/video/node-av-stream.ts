import {
  AV_DISPOSITION_ATTACHED_PIC,
  AV_NOPTS_VALUE,
  AV_PKT_DATA_DISPLAYMATRIX,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  FormatContext,
  type Rational,
  type Stream,
} from 'node-av/lib';
import type { StreamDescription } from './frame-plan.js';
import { BY_ARRIVAL, type MediaAddress, openingProblem, UNTIMED_FORMAT } from './media-address.js';
import { lengthInMatroska, parseMatroskaEnd } from './missing-end.js';
import { readDisplayMatrix, UPRIGHT } from './orientation.js';
import { UndecodableError } from './undecodable-error.js';

/** Open a file or stream and find out what is in it. */
export function openFormat(address: MediaAddress): FormatContext {
  const { url, options } = address;
  const format = new FormatContext();
  const dictionary = Object.keys(options).length > 0 ? Dictionary.fromObject({ ...options }) : null;
  explain(format.openInputSync(url, null, dictionary), openingProblem(address));
  if (address.kind === 'network' && format.iformat?.name === UNTIMED_FORMAT) format.setOption(...BY_ARRIVAL);
  const status = format.findStreamInfoSync();
  if (status < 0) {
    format.closeInputSync();
    explain(status, 'holds nothing that can be read');
  }
  return format;
}

/** The stream that a player would show. */
export function findVideoStream(format: FormatContext): Stream {
  const index = format.findBestStream(AVMEDIA_TYPE_VIDEO);
  const stream = format.streams[index];
  // A sound file's cover picture counts as a video stream for FFmpeg.
  if (index < 0 || (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) !== 0) {
    throw new UndecodableError('has no video stream');
  }
  if (stream.codecpar.width === 0) throw new UndecodableError('has no pictures that can be decoded');
  return stream;
}

/** Make a decoder for a stream. */
export function openCodec(stream: Stream): CodecContext {
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (!codec) throw new UndecodableError('is coded in a way that nothing here can decode');
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(stream.codecpar);
  context.pktTimebase = stream.timeBase;
  // Decoding runs beside the networks, which need the cores more; one thread decodes 720p at hundreds of frames a second.
  context.threadCount = 1;
  explain(context.open2Sync(codec), `can't be decoded as ${codec.name}`);
  return context;
}

export function describeStream(format: FormatContext, stream: Stream): StreamDescription {
  const { width, height, sampleAspectRatio } = stream.codecpar;
  const matrix = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
  const duration = durationOf(format);
  return {
    codedWidth: width,
    codedHeight: height,
    pixelAspect: ratio(stream.sampleAspectRatio) ?? ratio(sampleAspectRatio) ?? 1,
    // 32-bit fixed point numbers in this machine's byte order; the copy aligns them.
    orientation: matrix ? readDisplayMatrix(new Int32Array(Uint8Array.from(matrix).buffer)) : UPRIGHT,
    duration: duration !== null && duration > 0 ? duration : null,
    promisedEnd: promisedEnd(format, stream, duration),
    frameRate: ratio(stream.avgFrameRate) ?? ratio(stream.rFrameRate),
  };
}

function durationOf(format: FormatContext): number | null {
  if (format.duration === AV_NOPTS_VALUE) return null;
  const end = Number(format.duration) / 1e6;
  return isMatroska(format) ? lengthInMatroska(end, originOf(format)) : end;
}

/** @returns `null` where the container says nothing or FFmpeg only estimates */
function promisedEnd(format: FormatContext, stream: Stream, duration: number | null): number | null {
  if (stream.nbFrames > 0n && stream.duration !== AV_NOPTS_VALUE) {
    return startOf(format, stream) + Number(stream.duration) * ratio(stream.timeBase)!;
  }
  const end = parseMatroskaEnd(stream.metadata?.get('DURATION'));
  if (end !== null) return end - originOf(format);
  return isRtsp(format) && duration !== null ? startOf(format, stream) + duration : null;
}

/** When a stream starts, seconds from the start of the file. */
function startOf(format: FormatContext, stream: Stream): number {
  if (stream.startTime === AV_NOPTS_VALUE) return 0;
  return Number(stream.startTime) * ratio(stream.timeBase)! - originOf(format);
}

/** The time in the file at which its first stream starts, seconds. */
export function originOf(format: FormatContext): number {
  const { startTime, duration } = format;
  // A recording's times count from its start, but FFmpeg often knows none for the first packet.
  if (isRtsp(format) && duration !== AV_NOPTS_VALUE) return 0;
  return startTime === AV_NOPTS_VALUE ? 0 : Number(startTime) / 1e6;
}

function isMatroska({ iformat }: FormatContext): boolean {
  return iformat?.name === 'matroska,webm';
}

/** Of its recordings, but not of its live streams, an RTSP server says itself how long they are. */
export function isRtsp({ iformat }: FormatContext): boolean {
  return iformat?.name === 'rtsp';
}

/** `null` for 0/0 and x/0, FFmpeg's way of saying that it doesn't know. */
function ratio({ num, den }: Rational): number | null {
  return num > 0 && den > 0 ? num / den : null;
}

function explain(status: number, problem: string): void {
  if (status < 0) throw new UndecodableError(`${problem} (${FFmpegError.strerror(status)})`);
}
