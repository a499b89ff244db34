import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_LOG_QUIET,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_SPC_BT709,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_TRC_BT709,
  type FFEncoderCodec,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  FFmpegError,
  FormatContext,
  Frame,
  Log,
  Packet,
  Rational,
  type Stream,
} from 'node-av/lib';
import { findVideoStream } from '../node-av-stream.js';
import { PictureGraph } from '../picture-graph.js';
import type { EncodeJob } from './encode-job.js';
import { even, withEvenSides } from './even-sides.js';
import { SoundCopier } from './sound-copier.js';

/** The file can't be written; the message completes a sentence that begins with its name. */
export class EncodeError extends Error {}

/** H.264 encoders, the best first; which there are depends on the system. */
const ENCODERS = ['libx264', 'h264_videotoolbox', 'h264_mf', 'libopenh264'] as unknown as FFEncoderCodec[];

/** All usual frame rates are whole numbers of it. */
const CLOCK_RATE = 90_000;

/** How far the sound may be written ahead of the pictures, so that a player finds both in the same place, seconds. */
const SOUND_LEAD = 0.5;

/** Writes RGB24 pictures as an H.264 video with the sound of another one, synchronously: for a thread of its own. */
export class NodeAvEncoder {
  readonly #job: EncodeJob;
  readonly #sound: SoundCopier | null;
  readonly #format = new FormatContext();
  readonly #encoder: CodecContext;
  readonly #stream: Stream;
  readonly #filters: string;
  readonly #packet = new Packet();
  readonly #picture = new Frame();
  readonly #clock = new Rational(1, CLOCK_RATE);
  #graph: PictureGraph | null = null;
  /** By the time of a frame that the encoder still has: how long it is shown. */
  readonly #durations = new Map<bigint, bigint>();
  #last: bigint | null = null;
  /** Of the last picture, which no other follows: that of the one before, if there is one. */
  #lastDuration: bigint;

  /** @throws {EncodeError} if the file can't be written, or nothing here encodes H.264 */
  constructor(job: EncodeJob) {
    Log.setLevel(AV_LOG_QUIET);
    this.#job = job;
    this.#lastDuration = BigInt(Math.round(CLOCK_RATE / (job.frameRate ?? 30)));
    this.#sound = job.source && new SoundCopier(job.source, job);
    const codecpar = this.#sound && findVideoStream(this.#sound.input).codecpar;
    this.#filters = encoderFilters(codecpar?.colorSpace ?? AVCOL_SPC_BT709);
    this.#packet.alloc();
    this.#picture.alloc();
    check(this.#format.allocOutputContext2(null, job.container, job.path));
    this.#encoder = this.#openEncoder();
    // The colours are those of the source, so that players show them as they show the source's.
    this.#stream = this.#format.newStream();
    check(this.#stream.codecpar.fromContext(this.#encoder));
    this.#stream.codecpar.colorSpace = codecpar?.colorSpace ?? AVCOL_SPC_BT709;
    this.#stream.codecpar.colorPrimaries = codecpar?.colorPrimaries ?? AVCOL_PRI_BT709;
    this.#stream.codecpar.colorTrc = codecpar?.colorTrc ?? AVCOL_TRC_BT709;
    this.#stream.timeBase = this.#clock;
    this.#sound?.addTo(this.#format);
    check(this.#format.openOutputSync());
    this.#explainHeader(this.#format.writeHeaderSync());
  }

  #explainHeader(status: number): void {
    if (status >= 0) return;
    const advice =
      (this.#sound?.codecId ?? null) === null ? '' : '; its sound may not fit into this container, try .mkv';
    throw new EncodeError(`can't be written (${FFmpegError.strerror(status)})${advice}`);
  }

  #openEncoder(): CodecContext {
    const { width, height, frameRate } = this.#job;
    for (const name of ENCODERS) {
      const codec = Codec.findEncoderByName(name);
      if (!codec) continue;
      const context = new CodecContext();
      context.allocContext3(codec);
      // H.264 halves the resolution of colour, so both sides must be even.
      context.width = even(width);
      context.height = even(height);
      context.pixelFormat = AV_PIX_FMT_YUV420P;
      context.timeBase = this.#clock;
      if (frameRate !== null) context.framerate = new Rational(Math.round(frameRate * 1000), 1000);
      context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
      // Not by a Dictionary, which node-av 6.1.1 frees a second time. What an encoder doesn't know it refuses.
      if (name === 'libx264') {
        context.setOption('preset', 'veryfast');
        context.setOption('crf', '20');
      } else context.bitRate = BigInt(Math.round(width * height * (frameRate ?? 30) * 0.15));
      if (context.open2Sync(codec) >= 0) return context;
      context.freeContext();
    }
    throw new EncodeError("can't be written: nothing here encodes H.264");
  }

  /**
   * Write a picture.
   * @param pixels RGB24, row by row
   * @param timestamp seconds from the start of the source, increasing
   * @throws {EncodeError} if the file can't be written
   */
  write(pixels: Uint8Array, timestamp: number): void {
    const { width, height, start } = this.#job;
    const time = Math.max(0, timestamp - start);
    const ticks = BigInt(Math.round(time * CLOCK_RATE));
    // Two timestamps may be nearer to each other than the clock can tell.
    const pts = this.#last === null || ticks > this.#last ? ticks : this.#last + 1n;
    const { buffer, byteOffset, byteLength } = withEvenSides(pixels, width, height);
    const rgb = Frame.fromVideoBuffer(Buffer.from(buffer, byteOffset, byteLength), {
      width: even(width),
      height: even(height),
      format: AV_PIX_FMT_RGB24,
    });
    rgb.pts = pts;
    this.#graph ??= new PictureGraph(rgb, this.#filters);
    this.#graph.push(rgb);
    rgb.free();
    while (this.#graph.pull(this.#picture)) {
      this.#noteDuration(pts);
      this.#picture.pts = pts;
      check(this.#encoder.sendFrameSync(this.#picture));
      this.#picture.unref();
      this.#drain();
    }
    check(this.#sound?.copyUntil(time + SOUND_LEAD) ?? 0);
  }

  #noteDuration(pts: bigint): void {
    if (this.#last !== null) {
      this.#lastDuration = pts - this.#last;
      this.#durations.set(this.#last, this.#lastDuration);
    }
    this.#last = pts;
  }

  #drain(): void {
    while (this.#encoder.receivePacketSync(this.#packet) >= 0) {
      this.#packet.streamIndex = this.#stream.index;
      this.#packet.duration = this.#durations.get(this.#packet.pts) ?? this.#lastDuration;
      this.#durations.delete(this.#packet.pts);
      this.#packet.rescaleTs(this.#clock, this.#stream.timeBase);
      check(this.#format.interleavedWriteFrameSync(this.#packet));
    }
  }

  /**
   * Write what the encoder still has and the end of the file.
   * @throws {EncodeError} if the file can't be written
   */
  finish(): void {
    check(this.#encoder.sendFrameSync(null));
    this.#drain();
    const end = this.#last === null ? 0 : Number(this.#last + this.#lastDuration) / CLOCK_RATE;
    check(this.#sound?.copyUntil(end) ?? 0);
    check(this.#format.writeTrailerSync());
  }

  /** Free FFmpeg's memory and close the file. */
  close(): void {
    this.#graph?.free();
    this.#picture.free();
    this.#packet.free();
    this.#encoder.freeContext();
    this.#format.closeOutputSync();
    this.#sound?.free();
  }
}

/** RGB to what the encoder takes: by the source's own matrix, so that each colour comes back as it was. */
function encoderFilters(colorSpace: number): string {
  const matrix =
    colorSpace === AVCOL_SPC_BT709 ? 'bt709' : colorSpace === AVCOL_SPC_BT2020_NCL ? 'bt2020' : 'bt601';
  return `scale=out_color_matrix=${matrix}:out_range=tv,format=yuv420p`;
}

function check(status: number): void {
  if (status < 0) throw new EncodeError(`can't be written (${FFmpegError.strerror(status)})`);
}
