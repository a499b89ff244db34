import { type AnyImage, type Frame, TruncatedMediaError, UnsupportedMediaError } from '../../core/index.js';
import type { FramePlan, StreamDescription } from './frame-plan.js';
import type { PictureSource } from './picture-source.js';
import { UndecodableError } from './undecodable-error.js';
import type { Video } from './video.js';

/** The public face of a picture source. */
export class DecodedVideo implements Video<AnyImage> {
  readonly #source: PictureSource;
  readonly #stream: StreamDescription;
  readonly #plan: FramePlan;
  readonly #signal: AbortSignal | undefined;
  #begun = false;

  constructor(
    readonly name: string,
    source: PictureSource,
    stream: StreamDescription,
    plan: FramePlan,
    signal: AbortSignal | undefined,
  ) {
    this.#source = source;
    this.#stream = stream;
    this.#plan = plan;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#stop);
  }

  get width(): number {
    return this.#plan.width;
  }

  get height(): number {
    return this.#plan.height;
  }

  get duration(): number | null {
    return this.#stream.duration;
  }

  get frameRate(): number | null {
    return this.#stream.frameRate;
  }

  get decoder(): 'node-av' | 'ffmpeg' {
    return this.#source.decoder;
  }

  async *frames(): AsyncGenerator<Frame<AnyImage>> {
    if (this.#begun) throw new TypeError('frames() can be read once; open the video again');
    this.#begun = true;
    const { width, height } = this.#plan;
    try {
      for (;;) {
        const picture = await this.#source.read();
        this.#signal?.throwIfAborted();
        if (!picture) break;
        const { image, timestamp } = picture;
        yield { image, width, height, timestamp };
        this.#source.recycle(picture);
      }
      if (this.#source.damage !== null) throw new TruncatedMediaError(`${this.name} ${this.#source.damage}`);
    } catch (cause) {
      if (!(cause instanceof UndecodableError)) throw cause;
      throw new UnsupportedMediaError(`${this.name} ${cause.message}`, { cause });
    } finally {
      await this.dispose();
    }
  }

  async dispose(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#stop);
    await this.#source.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  readonly #stop = (): void => {
    void this.#source.stop();
  };
}
