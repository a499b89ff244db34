import {
  AV_FRAME_FLAG_CORRUPT,
  AV_LOG_QUIET,
  AV_NOPTS_VALUE,
  AV_PKT_FLAG_CORRUPT,
  AVERROR_EAGAIN,
  AVERROR_EOF,
} from 'node-av/constants';
import {
  type CodecContext,
  FFmpegError,
  type FormatContext,
  Frame,
  Log,
  Packet,
  type Stream,
} from 'node-av/lib';
import { type FramePlan, planFrames, type StreamDescription } from './frame-plan.js';
import type { MediaAddress } from './media-address.js';
import { missingEnd } from './missing-end.js';
import { describePicture } from './node-av-picture.js';
import { describeStream, findVideoStream, openCodec, openFormat, originOf } from './node-av-stream.js';
import { StreamSeek } from './node-av-stream-seek.js';
import { PictureGraph } from './picture-graph.js';
import type { DecodedPicture } from './picture-layout.js';
import { Timestamps } from './timestamps.js';
import { UndecodableError } from './undecodable-error.js';
import type { FrameSelection } from './video-options.js';

const MICROSECONDS = 1e6;

/** Decodes one file with node-av, synchronously: for a thread of its own. */
export class NodeAvDecoder {
  readonly stream: StreamDescription;
  readonly plan: FramePlan;
  readonly #selection: FrameSelection;
  readonly #format: FormatContext;
  readonly #source: Stream;
  readonly #codec: CodecContext;
  /** Seconds of one unit of the stream's timestamps. */
  readonly #tick: number;
  /** The time in the file at which its first stream starts, seconds. */
  readonly #origin: number;
  readonly #packet = new Packet();
  readonly #decoded = new Frame();
  readonly #picture = new Frame();
  readonly #timestamps: Timestamps;
  #graph: PictureGraph | null = null;
  #damage: string | null = null;
  #hasPictures = false;
  /** When the last frame of the packets so far ends, seconds. */
  #seenEnd = 0;

  /**
   * Open a file.
   * @throws {UndecodableError} if it isn't a video, or none that can be decoded
   */
  constructor(address: MediaAddress, selection: FrameSelection) {
    // FFmpeg writes to stderr by itself; all that matters of it comes back as error codes and flags.
    Log.setLevel(AV_LOG_QUIET);
    this.#selection = selection;
    this.#format = openFormat(address);
    try {
      this.#source = findVideoStream(this.#format);
      this.#codec = openCodec(this.#source);
    } catch (error) {
      this.#format.closeInputSync();
      throw error;
    }
    const { timeBase } = this.#source;
    this.#tick = timeBase.num / timeBase.den;
    this.#origin = originOf(this.#format);
    this.stream = describeStream(this.#format, this.#source);
    this.plan = planFrames(this.stream, selection);
    this.#timestamps = new Timestamps(this.stream.frameRate);
    this.#packet.alloc();
    this.#decoded.alloc();
    this.#picture.alloc();
  }

  /** What of the file is missing or damaged, as far as it was read; completes a sentence that begins with its name. */
  get damage(): string | null {
    return this.#damage;
  }

  /**
   * Decode the selected frames in order of presentation.
   * @throws {UndecodableError} if there is none at all
   * @param isStopped asked between packets: most of a file may be left out before the next picture is due
   */
  *pictures(isStopped: () => boolean = () => false): Generator<DecodedPicture> {
    const seek = new StreamSeek(this.#format, this.#source, this.#selection.resumeAt);
    while (!isStopped()) {
      const status = this.#format.readFrameSync(this.#packet);
      if (status === AVERROR_EAGAIN) continue;
      if (status < 0) {
        this.#send(null);
        if (!(yield* this.#receive(seek))) return;
        if (this.#timestamps.last === null && this.#beginEarlier(seek, null)) continue;
        if (status !== AVERROR_EOF) this.#damage ??= `breaks off (${FFmpegError.strerror(status)})`;
        this.#checkEnd();
        return;
      }
      const isOurs = this.#packet.streamIndex === this.#source.index && !seek.skips(this.#packet);
      if (isOurs) {
        this.#seeEnd(this.#packet);
        this.#send(this.#packet);
      }
      this.#packet.unref();
      if (isOurs && !(yield* this.#receive(seek))) return;
    }
  }

  /** @returns whether packets come from further back now */
  #beginEarlier(seek: StreamSeek, firstTime: number | null): boolean {
    const isEarlier = seek.beginEarlier(firstTime);
    if (isEarlier) this.#codec.flushBuffers();
    return isEarlier;
  }

  #seeEnd({ pts, duration }: Packet): void {
    if (pts === AV_NOPTS_VALUE) return;
    this.#seenEnd = Math.max(this.#seenEnd, Number(pts + duration) * this.#tick - this.#origin);
  }

  #send(packet: Packet | null): void {
    if (packet && (packet.flags & AV_PKT_FLAG_CORRUPT) !== 0) this.#notice('is damaged or breaks off');
    const status = this.#codec.sendPacketSync(packet);
    if (status < 0 && status !== AVERROR_EAGAIN && status !== AVERROR_EOF) this.#notice('is damaged');
  }

  /** @returns false when the end of the selection was reached */
  *#receive(seek: StreamSeek): Generator<DecodedPicture, boolean> {
    while (this.#codec.receiveFrameSync(this.#decoded) >= 0) {
      if (isDamaged(this.#decoded)) this.#notice('is damaged');
      const time = this.#timeOf(this.#decoded);
      if (this.#timestamps.last === null && this.#beginEarlier(seek, time)) return true;
      const timestamp = this.#timestamps.next(time);
      if (timestamp >= this.#selection.end) return false;
      this.#decoded.pts = BigInt(Math.round(timestamp * MICROSECONDS));
      yield* this.#filter(this.#decoded);
    }
    return true;
  }

  *#filter(decoded: Frame): Generator<DecodedPicture> {
    if (!this.#graph?.accepts(decoded)) {
      this.#graph?.free();
      const { filters, planarFilters } = this.plan;
      this.#graph = new PictureGraph(decoded, this.#selection.pixels === 'rgb' ? filters : planarFilters);
    }
    this.#graph.push(decoded);
    decoded.unref();
    while (this.#graph.pull(this.#picture)) {
      this.#hasPictures = true;
      yield describePicture(this.#picture, Number(this.#picture.pts) / MICROSECONDS);
      this.#picture.unref();
    }
  }

  /** Seconds from the start of the file. */
  #timeOf(frame: Frame): number | null {
    const ticks = frame.bestEffortTimestamp;
    return ticks === AV_NOPTS_VALUE ? null : Number(ticks) * this.#tick - this.#origin;
  }

  /** Damage before the first picture doesn't count: a broadcast is recorded, and a seek lands, in the middle. */
  #notice(damage: string): void {
    if (this.#hasPictures) this.#damage ??= damage;
  }

  #checkEnd(): void {
    if (this.#timestamps.last === null) throw new UndecodableError('has no frame that can be decoded');
    this.#damage ??= missingEnd(this.stream.promisedEnd, this.#seenEnd);
  }

  /** Free FFmpeg's memory. */
  close(): void {
    this.#graph?.free();
    this.#picture.free();
    this.#decoded.free();
    this.#packet.free();
    this.#codec.freeContext();
    this.#format.closeInputSync();
  }
}

/** The decoder fills what it can't read with what was there before. */
function isDamaged(frame: Frame): boolean {
  return frame.decodeErrorFlags !== 0 || (frame.flags & AV_FRAME_FLAG_CORRUPT) !== 0;
}
