import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { AsyncQueue } from './async-queue.js';
import { type FrameLine, ffmpegArguments, parseFrameLine, TIMES_DESCRIPTOR } from './ffmpeg-arguments.js';
import { probeVideo } from './ffmpeg-probe.js';
import { planFrames } from './frame-plan.js';
import type { MediaAddress } from './media-address.js';
import { missingEnd } from './missing-end.js';
import {
  DecoderUnavailableError,
  type OpenedSource,
  PICTURES,
  type Picture,
  type PictureSource,
} from './picture-source.js';
import { PixelReader } from './pixel-reader.js';
import { UndecodableError } from './undecodable-error.js';
import type { FrameSelection } from './video-options.js';

/** What FFmpeg complains about where a broadcast was recorded, or a seek landed, in the middle: not damage. */
const MISSING_REFERENCE = /reference|co located POCs|mmco|non-existing [PS]PS|no frame|RPS/i;

/**
 * Open a file with the `ffmpeg` command of this system.
 * @throws {DecoderUnavailableError} if `ffmpeg` or `ffprobe` isn't installed, or for standard input, which can't be probed first
 * @throws {UndecodableError} if the file isn't a video
 */
export async function openFfmpegProcess(
  address: MediaAddress,
  selection: FrameSelection,
): Promise<OpenedSource> {
  if (address.kind === 'pipe') throw new DecoderUnavailableError('ffmpeg would read standard input twice');
  const { stdout: version } = await promisify(execFile)('ffmpeg', ['-version']).catch((cause) => {
    throw new DecoderUnavailableError('ffmpeg is not installed', { cause });
  });
  const video = await probeVideo(address);
  const { stream } = video;
  const plan = planFrames(stream, selection);
  const args = ffmpegArguments(address, video, plan, selection, version);
  return { source: new FfmpegProcess(args, { stream, plan, selection }), stream, plan };
}

type Job = Pick<OpenedSource, 'stream' | 'plan'> & { readonly selection: FrameSelection };

class FfmpegProcess implements PictureSource {
  readonly decoder = 'ffmpeg';
  damage: string | null = null;
  readonly #job: Job;
  readonly #process: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #pixels: PixelReader;
  readonly #lines: AsyncIterator<string>;
  readonly #free = new AsyncQueue<ArrayBuffer>();
  readonly #full = new AsyncQueue<Uint8Array<ArrayBuffer>>();
  /** Of the last frame so far, seconds. */
  #timestamp: number | null = null;
  /** When that frame ends, seconds. */
  #seenEnd = 0;
  #isStopped = false;
  #lastError: string | null = null;
  #firstDamage: string | null = null;

  constructor(args: readonly string[], job: Job) {
    this.#job = job;
    this.#process = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    // Where the process can't be started, its pipes end, and with them the video.
    this.#closed = once(this.#process, 'close').catch(() => {});
    const pipe = (descriptor: number) => this.#process.stdio[descriptor] as Readable;
    this.#pixels = new PixelReader(pipe(1));
    this.#lines = createInterface(pipe(TIMES_DESCRIPTOR))[Symbol.asyncIterator]();
    createInterface(pipe(2)).on('line', (line) => this.#hear(line));
    const bytes = job.plan.imageWidth * job.plan.imageHeight * 3;
    for (let i = 0; i < PICTURES; i++) this.#free.put(new ArrayBuffer(bytes));
    void this.#readAhead();
  }

  /** FFmpeg writes to one pipe after the other, in an order of its own, so neither may wait for the other here. */
  async #readAhead(): Promise<void> {
    for (;;) {
      const buffer = await this.#free.take();
      if (!buffer) break;
      const data = new Uint8Array(buffer);
      if (!(await this.#pixels.fill(data))) break;
      this.#full.put(data);
    }
    this.#full.close();
  }

  async read(): Promise<Picture | null> {
    const data = await this.#full.take();
    const frame = data && (await this.#nextFrame());
    if (!frame) {
      await this.#end();
      this.#judge();
      return null;
    }
    const { plan, selection } = this.#job;
    this.#seenEnd = frame.time + this.#longestDuration(frame);
    this.#timestamp = frame.time;
    if (frame.time >= selection.end) return null;
    const { imageWidth: width, imageHeight: height } = plan;
    return { image: { data, width, height, channels: 3 }, buffer: data.buffer, timestamp: frame.time };
  }

  /** FFmpeg tells the mean only; a frame may be shown as long as the one before, and by `fps` others after it are left out. */
  #longestDuration({ time, duration }: FrameLine): number {
    const { fps } = this.#job.selection;
    return Math.max(duration, time - (this.#timestamp ?? time), fps === null ? 0 : 1 / fps);
  }

  async #nextFrame(): Promise<FrameLine | null> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      const frame = done ? null : parseFrameLine(value);
      if (done || frame) return frame;
    }
  }

  #hear(line: string): void {
    this.#lastError = line.replace(/^\[.*?\] */, '');
    if (!MISSING_REFERENCE.test(line)) this.#firstDamage ??= this.#lastError;
  }

  /** After the last frame: was that all of it? */
  #judge(): void {
    if (this.#isStopped) return;
    const problem = this.#problem();
    if (this.#timestamp === null && (problem !== null || this.#job.selection.resumeAt === 0)) {
      throw new UndecodableError(`has no frame that can be decoded (${problem ?? 'it is empty'})`);
    }
    this.damage =
      problem === null
        ? missingEnd(this.#job.stream.promisedEnd, this.#seenEnd)
        : `is damaged or breaks off (${problem})`;
  }

  #problem(): string | null {
    const { exitCode, signalCode } = this.#process;
    if (signalCode) return `ffmpeg was ended by ${signalCode}`;
    return exitCode === 0 ? this.#firstDamage : (this.#lastError ?? `ffmpeg ended with code ${exitCode}`);
  }

  recycle({ buffer }: Picture): void {
    // The old view loses its memory, so that a picture kept too long is seen to be gone.
    this.#free.put(structuredClone(buffer, { transfer: [buffer] }));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#process.kill('SIGKILL');
    this.#free.close();
    await this.#end();
  }

  /** Wait until the process has ended and all that it said was heard. */
  async #end(): Promise<void> {
    await this.#pixels.discard();
    await this.#closed;
  }
}
