import {
  AV_LOG_QUIET,
  AV_NOPTS_VALUE,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AVFMT_FLAG_NONBLOCK,
} from 'node-av/constants';
import {
  type CodecContext,
  Dictionary,
  FFmpegError,
  FormatContext,
  Frame,
  InputFormat,
  Log,
  Packet,
  type Stream,
} from 'node-av/lib';
import { type FramePlan, planFrames, type StreamDescription } from '../video/frame-plan.js';
import { describePicture } from '../video/node-av-picture.js';
import { describeStream, findVideoStream, openCodec } from '../video/node-av-stream.js';
import { PictureGraph } from '../video/picture-graph.js';
import type { DecodedPicture } from '../video/picture-layout.js';
import { Timestamps } from '../video/timestamps.js';
import { selectFrames } from '../video/video-options.js';
import { CameraFailure } from './camera-feed.js';
import type { CameraInput } from './camera-input.js';

/** Reads a camera with node-av, synchronously: for a thread of its own. */
export class CameraDecoder {
  readonly stream: StreamDescription;
  readonly plan: FramePlan;
  readonly #format: FormatContext;
  readonly #source: Stream;
  readonly #codec: CodecContext;
  readonly #packet = new Packet();
  readonly #decoded = new Frame();
  readonly #picture = new Frame();
  readonly #timestamps: Timestamps;
  /** Presentation time of the first frame, seconds. */
  #origin: number | null = null;
  #graph: PictureGraph | null = null;

  /**
   * Open a camera.
   * @param inputs tried one after the other
   * @throws {CameraFailure} with the first one's reason, if none can be opened
   */
  constructor(inputs: readonly CameraInput[], maxSide: number) {
    Log.setLevel(AV_LOG_QUIET);
    this.#format = openFirst(inputs);
    try {
      this.#source = findVideoStream(this.#format);
      this.#codec = openCodec(this.#source);
    } catch (error) {
      this.#format.closeInputSync();
      throw new CameraFailure('open', 0, error instanceof Error ? error.message : String(error));
    }
    this.stream = describeStream(this.#format, this.#source);
    this.plan = planFrames(this.stream, selectFrames({ maxSide }));
    this.#timestamps = new Timestamps(this.stream.frameRate);
    this.#packet.alloc();
    this.#decoded.alloc();
    this.#picture.alloc();
  }

  /**
   * Every picture that the camera gives.
   * @param wait called where there is none yet; returns false when no more are wanted
   * @throws {CameraFailure} when the camera gives no more
   */
  *pictures(wait: () => boolean, isStopped: () => boolean): Generator<DecodedPicture> {
    while (!isStopped()) {
      const status = this.#format.readFrameSync(this.#packet);
      if (status === AVERROR_EAGAIN) {
        if (!wait()) return;
        continue;
      }
      if (status < 0) throw failure('read', status);
      const isOurs = this.#packet.streamIndex === this.#source.index;
      if (isOurs) this.#codec.sendPacketSync(this.#packet);
      this.#packet.unref();
      if (isOurs) yield* this.#receive();
    }
  }

  *#receive(): Generator<DecodedPicture> {
    // A picture that can't be decoded is left out: over USB, some break off.
    while (this.#codec.receiveFrameSync(this.#decoded) >= 0) {
      const timestamp = this.#timestamps.next(this.#timeOf(this.#decoded));
      this.#decoded.pts = BigInt(Math.round(timestamp * 1e6));
      if (!this.#graph?.accepts(this.#decoded)) {
        this.#graph?.free();
        this.#graph = new PictureGraph(this.#decoded, this.plan.filters);
      }
      this.#graph.push(this.#decoded);
      this.#decoded.unref();
      while (this.#graph.pull(this.#picture)) {
        yield describePicture(this.#picture, timestamp);
        this.#picture.unref();
      }
    }
  }

  /** Seconds from the first frame. */
  #timeOf({ bestEffortTimestamp }: Frame): number | null {
    if (bestEffortTimestamp === AV_NOPTS_VALUE) return null;
    const { num, den } = this.#source.timeBase;
    const time = (Number(bestEffortTimestamp) * num) / den;
    this.#origin ??= time;
    return time - this.#origin;
  }

  /** Free FFmpeg's memory and close the camera. */
  close(): void {
    this.#graph?.free();
    this.#picture.free();
    this.#decoded.free();
    this.#packet.free();
    this.#codec.freeContext();
    this.#format.closeInputSync();
  }
}

function openFirst(inputs: readonly CameraInput[]): FormatContext {
  let first: CameraFailure | null = null;
  for (const { format: name, url, options } of inputs) {
    const format = new FormatContext();
    format.allocContext();
    // A camera that hangs must not make the thread hang.
    format.setFlags(AVFMT_FLAG_NONBLOCK);
    const device = InputFormat.findInputFormat(name);
    if (!device) throw new CameraFailure('open', 0, `FFmpeg has no ${name} here`);
    const status = format.openInputSync(url, device, Dictionary.fromObject(options));
    if (status >= 0) return format;
    first ??= failure('open', status);
  }
  throw first!;
}

function failure(stage: 'open' | 'read', status: number): CameraFailure {
  // FFmpeg's own errors are four letters, far above any number of the system's.
  const errno = -status < 4096 ? -status : 0;
  const reason = status === AVERROR_EOF ? 'its end was reached' : FFmpegError.strerror(status);
  return new CameraFailure(stage, errno, reason);
}
