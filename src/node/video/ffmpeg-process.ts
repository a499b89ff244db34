import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { AsyncQueue } from './async-queue.js';
import { probeVideo } from './ffmpeg-probe.js';
import { type FramePlan, planFrames } from './frame-plan.js';
import {
  DecoderUnavailableError,
  type OpenedSource,
  PICTURES,
  type Picture,
  type PictureSource,
} from './picture-source.js';
import { PixelReader } from './pixel-reader.js';
import { Timestamps } from './timestamps.js';
import { UndecodableError } from './undecodable-error.js';
import type { FrameSelection } from './video-options.js';

/**
 * Open a file with the `ffmpeg` command of this system.
 * @param url in FFmpeg's way of naming files
 * @throws {DecoderUnavailableError} if `ffmpeg` or `ffprobe` isn't installed
 * @throws {UndecodableError} if the file isn't a video
 */
export async function openFfmpegProcess(url: string, selection: FrameSelection): Promise<OpenedSource> {
  const [{ stream, index }, passthrough] = await Promise.all([probeVideo(url), passthroughArguments()]);
  const plan = planFrames(stream, selection);
  const args = ffmpegArguments(url, index, plan, selection, passthrough);
  return { source: new FfmpegProcess(args, plan, selection.end, stream.frameRate), stream, plan };
}

/** "Every frame once, with its own time" was called differently before FFmpeg 5.1. */
async function passthroughArguments(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ffmpeg', ['-version']).catch((cause) => {
    throw new DecoderUnavailableError('ffmpeg is not installed', { cause });
  });
  const [, major, minor] = stdout.match(/version n?(\d+)\.(\d+)/) ?? [];
  const isOld = Number(major) < 5 || (Number(major) === 5 && Number(minor) < 1);
  return isOld ? ['-vsync', 'passthrough'] : ['-fps_mode', 'passthrough'];
}

/**
 * FFmpeg writes the pixels to its standard output, and to descriptor 3 a line for each frame with its time: raw pixels
 * carry none. Both leave the same filter graph, frame by frame.
 */
function ffmpegArguments(
  url: string,
  index: number,
  plan: FramePlan,
  { start }: FrameSelection,
  passthrough: readonly string[],
): string[] {
  const graph = `[0:${index}]${plan.filters},settb=1/1000000,split[pixels][clock];[clock]crop=1:1[times]`;
  const output = [...passthrough, '-enc_time_base', '1/1000000', '-flush_packets', '1'];
  return [
    ...['-v', 'error', '-nostdin', '-noautorotate', '-threads', '1'],
    // The time of the file is kept, and the graph leaves out what comes before the start.
    ...['-copyts', '-start_at_zero', ...(start > 0 ? ['-noaccurate_seek', '-ss', String(start)] : [])],
    ...['-i', url, '-filter_complex', graph],
    ...['-map', '[pixels]', ...output, '-f', 'rawvideo', 'pipe:1'],
    ...['-map', '[times]', ...output, '-f', 'framecrc', 'pipe:3'],
  ];
}

class FfmpegProcess implements PictureSource {
  readonly decoder = 'ffmpeg';
  damage: string | null = null;
  readonly #process: ChildProcess;
  readonly #pixels: PixelReader;
  readonly #times: AsyncIterator<string>;
  readonly #closed: Promise<unknown>;
  readonly #timestamps: Timestamps;
  readonly #end: number;
  readonly #free = new AsyncQueue<ArrayBuffer>();
  readonly #full = new AsyncQueue<Uint8Array<ArrayBuffer>>();
  #lastError: string | null = null;
  #hasPictures = false;

  constructor(args: readonly string[], plan: FramePlan, end: number, frameRate: number | null) {
    this.#process = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    // A failure to start also closes the pipes, at which reading ends.
    this.#closed = once(this.#process, 'close').catch(() => {});
    this.#pixels = new PixelReader(this.#process.stdio[1] as Readable);
    this.#times = createInterface({ input: this.#process.stdio[3] as Readable })[Symbol.asyncIterator]();
    createInterface({ input: this.#process.stdio[2] as Readable }).on('line', (line) => {
      this.#complain(line);
    });
    this.#timestamps = new Timestamps(frameRate);
    this.#end = end;
    const bytes = plan.imageWidth * plan.imageHeight * 3;
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
    const time = data && (await this.#nextTime());
    if (data === null || time === null) {
      await this.#closed;
      this.#judgeEnd();
      return null;
    }
    const timestamp = this.#timestamps.next(time);
    if (timestamp >= this.#end) return null;
    this.#hasPictures = true;
    return { data, timestamp };
  }

  /** Seconds of the next frame; `null` after the last. A line is `stream, dts, pts, duration, size, checksum`. */
  async #nextTime(): Promise<number | null> {
    for (;;) {
      const { value, done } = await this.#times.next();
      if (done) return null;
      if (!value.startsWith('#')) return Number(value.split(',')[2]) / 1e6;
    }
  }

  /** What comes before the first picture doesn't count: a broadcast is recorded, and a seek lands, in the middle. */
  #complain(line: string): void {
    this.#lastError = line.replace(/^\[.*?\] */, '');
    if (this.#hasPictures) this.damage ??= `is damaged or breaks off (${this.#lastError})`;
  }

  #judgeEnd(): void {
    const { exitCode } = this.#process;
    if (exitCode === null || exitCode === 0) return;
    if (!this.#hasPictures) throw new UndecodableError(`can't be decoded (${this.#lastError})`);
    this.damage ??= `breaks off (${this.#lastError})`;
  }

  recycle({ data }: Picture): void {
    // The old view loses its memory, so that a picture kept too long shows it instead of another picture.
    this.#free.put(structuredClone(data.buffer, { transfer: [data.buffer] }));
  }

  async stop(): Promise<void> {
    this.#process.kill('SIGKILL');
    this.#free.close();
    await this.#closed;
  }
}
