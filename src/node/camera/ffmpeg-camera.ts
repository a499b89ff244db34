import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { DecoderUnavailableError } from '../video/picture-source.js';
import { CameraFailure, type CameraFeed, type CameraPicture } from './camera-feed.js';
import type { CameraInput } from './camera-input.js';
import { errnoOf } from './errno-of.js';
import { readPpm } from './ppm.js';

/**
 * Open a camera with the `ffmpeg` command of this system.
 * @param inputs tried one after the other
 * @param signal ends the wait for the first picture
 * @throws {DecoderUnavailableError} if it isn't installed
 * @throws {CameraFailure} with the first one's reason, if none can be opened
 */
export async function openFfmpegCamera(
  inputs: readonly CameraInput[],
  maxSide: number,
  signal: AbortSignal,
): Promise<CameraFeed> {
  let first: CameraFailure | null = null;
  for (const input of inputs) {
    signal.throwIfAborted();
    const camera = new FfmpegCamera(input, maxSide);
    const stop = () => void camera.stop();
    signal.addEventListener('abort', stop);
    try {
      return await camera.feed();
    } catch (error) {
      await camera.stop();
      if (!(error instanceof CameraFailure)) throw error;
      first ??= error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
  throw first!;
}

function ffmpegArguments({ format, url, options }: CameraInput, maxSide: number): string[] {
  const fit = `scale='min(${maxSide},iw)':'min(${maxSide},ih)':force_original_aspect_ratio=decrease:flags=bilinear`;
  return [
    ...['-v', 'error', '-nostdin', '-fflags', 'nobuffer', '-f', format],
    ...Object.entries(options).flatMap(([name, value]) => [`-${name}`, value]),
    // Each picture tells its size, which is known to the camera only. Of 16 bits a channel, the encoder would keep all.
    ...['-i', url, '-an', '-vf', fit, '-c:v', 'ppm', '-pix_fmt', 'rgb24', '-f', 'image2pipe', 'pipe:1'],
  ];
}

class FfmpegCamera {
  readonly #process: ChildProcess;
  readonly #closed: Promise<void>;
  #missing = false;
  #complaint = '';
  #latest: (CameraPicture & { width: number; height: number }) | null = null;
  #isEnded = false;
  #isStopped = false;
  #wake: () => void = () => {};

  constructor(input: CameraInput, maxSide: number) {
    const child = spawn('ffmpeg', ffmpegArguments(input, maxSide), { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    this.#closed = once(child, 'close').then(
      () => {},
      (error: NodeJS.ErrnoException) => {
        this.#missing = error.code === 'ENOENT';
        this.#complaint = error.message;
      },
    );
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = text.trim().split('\n').at(-1)!;
    });
    void this.#read(child.stdout);
  }

  /** Pictures are read as they come, so that none waits in the pipe; the newest is kept. */
  async #read(pipe: Readable): Promise<void> {
    let start: number | null = null;
    for await (const picture of readPpm(pipe)) {
      // The pipe carries no times; a picture's arrival is its time.
      const now = performance.now() / 1000;
      start ??= now;
      this.#latest = { ...picture, timestamp: Math.round((now - start) * 1e6) / 1e6 };
      this.#wake();
    }
    await this.#closed;
    this.#isEnded = true;
    this.#wake();
  }

  async #wait(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  async feed(): Promise<CameraFeed> {
    while (!this.#latest && !this.#isEnded) await this.#wait();
    if (this.#missing) throw new DecoderUnavailableError('ffmpeg is not installed');
    if (!this.#latest) throw this.#failure('open');
    const { width, height } = this.#latest;
    return {
      decoder: 'ffmpeg',
      frameRate: null,
      size: { width, height, imageWidth: width, imageHeight: height },
      next: () => this.#next(),
      stop: () => this.stop(),
    };
  }

  async #next(): Promise<CameraPicture | null> {
    while (!this.#latest) {
      if (this.#isStopped) return null;
      if (this.#isEnded) throw this.#failure('read');
      await this.#wait();
    }
    const picture = this.#latest;
    this.#latest = null;
    return picture;
  }

  #failure(stage: 'open' | 'read'): CameraFailure {
    return new CameraFailure(stage, errnoOf(this.#complaint), this.#complaint || 'its end was reached');
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#process.kill('SIGKILL');
    await this.#closed;
  }
}
