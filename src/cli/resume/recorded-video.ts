import {
  type AnyImage,
  type Frame,
  type Pipeline,
  type ReadFrame,
  type RgbImage,
  TruncatedMediaError,
} from '../../core/index.js';
import { type AnyPixelsOptions, openVideo, type Video } from '../../node/index.js';
import { fingerprint } from './fingerprint.js';
import type { Journal } from './journal.js';
import type { EndEntry, FrameEntry, VideoEntry } from './journal-entry.js';

/** A frame that was read in an earlier run has no pixels. */
const NO_IMAGE: RgbImage = { data: new Uint8Array(0), width: 0, height: 0, channels: 3 };

/**
 * A video whose readings go into a journal. Where the journal has readings of it already, its frames come from there first,
 * without pixels, and then from the file.
 */
export class RecordedVideo
  implements
    Pick<Video<AnyImage>, 'name' | 'width' | 'height' | 'duration' | 'frameRate' | 'frames' | 'dispose'>
{
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly duration: number | null;
  readonly frameRate = null;
  readonly #options: AnyPixelsOptions;
  readonly #journal: Journal;
  readonly #pipeline: Pipeline;
  /** `null` as long as all comes from the journal. */
  #video: Video<AnyImage> | null;
  /** The recorded reading of the frame that was given last; `null` where the networks must read it. */
  #recorded: FrameEntry | null = null;
  /** Ends when the last reading is in the journal. */
  #lastReading: Promise<unknown> = Promise.resolve();

  private constructor(
    facts: Pick<Video, 'name' | 'width' | 'height' | 'duration'>,
    options: AnyPixelsOptions,
    journal: Journal,
    pipeline: Pipeline,
    video: Video<AnyImage> | null,
  ) {
    this.name = facts.name;
    this.width = facts.width;
    this.height = facts.height;
    this.duration = facts.duration;
    this.#options = options;
    this.#journal = journal;
    this.#pipeline = pipeline;
    this.#video = video;
  }

  /**
   * @param index place of the video among the inputs, from 0
   * @throws {InputError | UnsupportedMediaError} as openVideo does
   */
  static async open(
    path: string,
    index: number,
    options: AnyPixelsOptions,
    journal: Journal,
    pipeline: Pipeline,
  ): Promise<RecordedVideo> {
    const entry = await journal.peek();
    if (entry?.type === 'video' && entry.index === index) {
      await journal.take();
      return new RecordedVideo({ ...entry, name: path }, options, journal, pipeline, null);
    }
    const video = await openVideo(path, options);
    const { width, height, duration } = video;
    await journal.write({ type: 'video', index, width, height, duration } satisfies VideoEntry);
    return new RecordedVideo(video, options, journal, pipeline, video);
  }

  /** Answers for the frame that was given last. */
  readonly read: ReadFrame = async (frame, known) => {
    if (this.#recorded !== null) {
      const { detections, probabilities } = this.#recorded;
      return {
        detections: known ?? detections!,
        probabilities: Promise.resolve(Float32Array.from(probabilities)),
      };
    }
    const { detections, ...reading } = await this.#pipeline.readStreamFrame(frame, known);
    const probabilities = this.#write(reading.probabilities, {
      type: 'frame',
      timestamp: frame.timestamp!,
      detections: known === undefined ? detections : null,
      fingerprint: fingerprint(frame.image),
    });
    // Whoever waits for the reading hears of its failure.
    this.#lastReading = probabilities.catch(() => {});
    return { detections, probabilities };
  };

  async #write(
    reading: Promise<Float32Array>,
    entry: Omit<FrameEntry, 'probabilities'>,
  ): Promise<Float32Array> {
    const probabilities = await reading;
    await this.#journal.write({ ...entry, probabilities: Array.from(probabilities) });
    return probabilities;
  }

  async *frames(): AsyncGenerator<Frame<AnyImage>> {
    const { width, height } = this;
    let last: FrameEntry | null = null;
    for (;;) {
      const entry = await this.#journal.peek();
      if (entry === null || entry.type === 'video') break;
      await this.#journal.take();
      if (entry.type === 'end') return end(entry);
      this.#options.signal?.throwIfAborted();
      this.#recorded = last = entry;
      yield { image: NO_IMAGE, width, height, timestamp: entry.timestamp };
    }
    this.#recorded = null;
    yield* this.#newFrames(last);
  }

  async *#newFrames(last: FrameEntry | null): AsyncGenerator<Frame<AnyImage>> {
    let problem: TruncatedMediaError | null = null;
    try {
      yield* last === null ? this.#framesFromStart() : this.#framesAfter(last);
    } catch (error) {
      if (!(error instanceof TruncatedMediaError)) throw error;
      problem = error;
    }
    await this.#lastReading;
    await this.#journal.write({ type: 'end', problem: problem?.message ?? null });
    if (problem) throw problem;
  }

  async *#framesFromStart(): AsyncGenerator<Frame<AnyImage>> {
    this.#video ??= await openVideo(this.name, this.#options);
    yield* this.#video.frames();
  }

  /**
   * The frames after one that was read before. The file is opened there; that its frame is found again, with the same
   * picture, shows that those after it will be the same, too. Otherwise all is decoded again, though not read again.
   */
  async *#framesAfter(last: FrameEntry): AsyncGenerator<Frame<AnyImage>> {
    this.#video = await openVideo(this.name, { ...this.#options, resumeAt: last.timestamp });
    const frames = this.#video.frames();
    const { value, done } = await frames.next();
    if (!done && value.timestamp === last.timestamp && fingerprint(value.image) === last.fingerprint) {
      yield* frames;
      return;
    }
    await this.#video.dispose();
    this.#video = await openVideo(this.name, this.#options);
    for await (const frame of this.#video.frames()) if (frame.timestamp! > last.timestamp) yield frame;
  }

  async dispose(): Promise<void> {
    await this.#video?.dispose();
  }
}

function end({ problem }: EndEntry): void {
  if (problem !== null) throw new TruncatedMediaError(problem);
}
