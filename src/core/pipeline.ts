import type { FaceDetector } from './detection/face-detector.js';
import { mapDetection } from './detection/map-detection.js';
import type { ExpressionClassifier } from './expression/expression-classifier.js';
import { EXPRESSIONS } from './expression/labels.js';
import { assertThreshold, DEFAULT_THRESHOLD, decide, nameProbabilities } from './expression/threshold.js';
import { assertImage } from './image/yuv-image.js';
import { TemporalSmoother } from './smoothing/temporal-smoother.js';
import { TaskQueue } from './task-queue.js';
import { assertDuration, assertTimestamp } from './time.js';
import { FaceFollower } from './tracking/face-follower.js';
import { FaceTracker } from './tracking/face-tracker.js';
import type { AnyImage, Detection, Face, Frame, FrameResult } from './types.js';

/** What a caller may set for one picture. */
export interface DetectOptions {
  /** Probability from which an expression is named, 0 to 1. Default 0.40. */
  readonly threshold?: number;
  /** Name of the picture, repeated in the result. */
  readonly source?: string | null;
}

/** What a caller may set for a stream of frames. */
export interface StreamOptions extends DetectOptions {
  /** Time constant of the smoothing, seconds; 0 turns it off. Default 0.3. */
  readonly smoothing?: number;
  /** How long an id is kept without its face being found, seconds. Default 1.5. */
  readonly maxAge?: number;
  /**
   * Longest time between two looks of the face detector, seconds: between them a face goes on at its velocity, and the
   * detector looks the sooner the less evenly faces move. A new face is seen after this at the latest. Default 0: the
   * detector looks at every frame.
   */
  readonly maxDetectionInterval?: number;
  /** An AbortSignal; the stream throws its reason before the next frame. */
  readonly signal?: { throwIfAborted(): void };
}

/** The faces of one picture; their expressions follow, so that the next picture can be looked at meanwhile. */
export interface Reading {
  readonly detections: readonly Detection[];
  /** n x 7 in the order of EXPRESSIONS. */
  readonly probabilities: Promise<Float32Array>;
}

/**
 * The way of a frame: faces are found, aligned and read in one batch; in a stream they also get ids and their
 * probabilities are smoothed over time. This is the page to read first.
 */
export class Pipeline {
  /** The classifier reads one picture at a time. */
  readonly #readings = new TaskQueue();

  constructor(
    readonly detector: FaceDetector,
    readonly classifier: ExpressionClassifier,
  ) {}

  /**
   * Read a still picture.
   * @param frame the picture; its timestamp is repeated in the result
   * @throws {RangeError | TypeError} on a malformed image or threshold
   */
  async detect(frame: Frame, options: DetectOptions = {}): Promise<FrameResult> {
    const threshold = checkedThreshold(options);
    const { image } = frame;
    assertImage(image);
    const found = await this.detector.detect(image, 'still');
    const { detections, probabilities } = this.#read(frame, found);
    const rows = await probabilities;
    const faces = detections.map((detection, i) => {
      const row = rowOf(rows, i);
      return {
        ...detection,
        trackId: null,
        ...decide(row, threshold),
        probabilities: nameProbabilities(row),
      };
    });
    return frameResult(frame, options.source, faces);
  }

  /** Begin a stream: a tracker and a smoother of its own, fed frame by frame. */
  openStream(options: StreamOptions = {}): StreamPipeline {
    return new StreamPipeline((frame, known) => this.readStreamFrame(frame, known), options);
  }

  /**
   * Run the networks on a frame, for a {@link StreamPipeline} that may have readings from elsewhere, too. When it has
   * answered, the frame's pixels aren't needed any more.
   * @param known where the faces are, source pixels; by default they are looked for
   */
  async readStreamFrame(frame: Frame<AnyImage>, known?: readonly Detection[]): Promise<Reading> {
    assertImage(frame.image);
    if (known) return { ...this.#read(frame, toImage(frame, known)), detections: known };
    return this.#read(frame, await this.detector.detect(frame.image, 'stream'));
  }

  /**
   * Read a stream of frames, one at a time and in order.
   * @param frames with increasing timestamps
   */
  async *detectStream(
    frames: AsyncIterable<Frame<AnyImage>>,
    options: StreamOptions = {},
  ): AsyncGenerator<FrameResult> {
    const stream = this.openStream(options);
    for await (const frame of frames) {
      options.signal?.throwIfAborted();
      yield await stream.detect(frame);
    }
  }

  /** @param found faces, in pixels of the frame's image */
  #read(frame: Frame<AnyImage>, found: readonly Detection[]): Reading {
    const { classifier } = this;
    const faces = classifier.align(
      frame.image,
      found.map(({ keypoints }) => keypoints),
    );
    const probabilities = this.#readings.add(() => classifier.classifyTensor(faces, found.length));
    return { detections: toSource(frame, found), probabilities };
  }

  /** Free both networks. */
  async dispose(): Promise<void> {
    await Promise.all([this.detector.dispose(), this.classifier.dispose()]);
  }
}

/**
 * Reads the faces of a frame, where they are known already or else where the detector finds them. When it has answered,
 * the frame's pixels aren't needed any more.
 */
export type ReadFrame = (frame: Frame<AnyImage>, known?: readonly Detection[]) => Promise<Reading>;

/** A frame whose faces were found, and whose expressions are being read. */
export interface PendingResult {
  readonly result: Promise<FrameResult>;
}

/** One stream on its way through the pipeline; holds who is who and what was smoothed. */
export class StreamPipeline {
  #threshold: number;
  readonly #read: ReadFrame;
  readonly #source: string | null | undefined;
  readonly #tracker: FaceTracker;
  readonly #follower: FaceFollower;
  #smoother: TemporalSmoother;
  #timestamp: number | null = null;
  /** Ends with the result of the last frame. */
  #lastResult: Promise<unknown> = Promise.resolve();

  /**
   * @param read equal readings in equal order give equal results
   * @throws {RangeError} if an option is out of range
   */
  constructor(read: ReadFrame, options: StreamOptions) {
    for (const name of ['smoothing', 'maxAge', 'maxDetectionInterval'] as const) {
      if (options[name] !== undefined) assertDuration(name, options[name]);
    }
    this.#threshold = checkedThreshold(options);
    this.#read = read;
    this.#source = options.source;
    this.#tracker = new FaceTracker({ maxAgeSeconds: options.maxAge });
    this.#follower = new FaceFollower({ maxIntervalSeconds: options.maxDetectionInterval ?? 0 });
    this.#smoother = new TemporalSmoother({ timeConstantSeconds: options.smoothing });
  }

  /** Probability from which an expression is named; may be changed while the stream runs. */
  get threshold(): number {
    return this.#threshold;
  }

  /** @throws {RangeError} unless it lies between 0 and 1 */
  set threshold(threshold: number) {
    assertThreshold(threshold);
    this.#threshold = threshold;
  }

  /**
   * Change the smoothing's time constant, seconds; smoothing starts afresh.
   * @throws {RangeError} if it is negative
   */
  set smoothing(timeConstantSeconds: number) {
    assertDuration('smoothing', timeConstantSeconds);
    this.#smoother = new TemporalSmoother({ timeConstantSeconds });
  }

  /**
   * Read the next frame.
   * @throws {TypeError} if the frame has no timestamp
   * @throws {RangeError} if its timestamp is before the one of the frame before
   */
  async detect(frame: Frame<AnyImage>): Promise<FrameResult> {
    const { result } = await this.begin(frame);
    return result;
  }

  /**
   * Find the faces of the next frame. Then its pixels aren't needed any more, and the frame after it can begin while the
   * expressions are read; results come in order.
   * @throws {TypeError} if the frame has no timestamp
   * @throws {RangeError} if its timestamp is before the one of the frame before
   */
  async begin(frame: Frame<AnyImage>): Promise<PendingResult> {
    const { timestamp, width, height } = frame;
    if (timestamp === null)
      throw new TypeError('timestamp must be a number of seconds in a stream, got null');
    assertTimestamp(timestamp, this.#timestamp, 'not decreasing');
    this.#timestamp = timestamp;
    const found = this.#follower.needsDetection(timestamp)
      ? await this.#look(frame, timestamp)
      : await this.#follow(frame, timestamp);
    const result = this.#finish({ width, height, timestamp }, found, this.#lastResult);
    // Whoever waits for this result hears of its failure.
    this.#lastResult = result.catch(() => {});
    return { result };
  }

  async #look(frame: Frame<AnyImage>, timestamp: number): Promise<FoundFaces> {
    const reading = await this.#read(frame);
    const ids = this.#tracker.update(reading.detections, timestamp);
    this.#follower.observe(reading.detections, ids, timestamp);
    return { ...reading, ids, ended: this.#tracker.takeEnded() };
  }

  async #follow(frame: Frame<AnyImage>, timestamp: number): Promise<FoundFaces> {
    const { detections, ids } = this.#follower.follow(timestamp, frame.width, frame.height);
    return { ...(await this.#read(frame, detections)), ids, ended: [] };
  }

  /** @param before smoothing goes on from the result before */
  async #finish(frame: FrameFacts, found: FoundFaces, before: Promise<unknown>): Promise<FrameResult> {
    const [probabilities] = await Promise.all([found.probabilities, before]);
    for (const id of found.ended) this.#smoother.forget(id);
    const faces = found.detections.map((detection, i) => {
      const raw = rowOf(probabilities, i);
      const smoothed = this.#smoother.update(found.ids[i], raw, frame.timestamp!);
      return {
        ...detection,
        trackId: found.ids[i],
        ...decide(smoothed, this.threshold),
        probabilities: nameProbabilities(smoothed),
        rawProbabilities: nameProbabilities(raw),
      };
    });
    return frameResult(frame, this.#source, faces);
  }
}

/** How many frames may wait for their expressions: while the detector looks at one, the classifier has enough to do. */
const FRAMES_AHEAD = 4;

/**
 * Read a stream of frames in order, the expressions of some while the faces of the next are looked for. Each result is
 * given as soon as it is there. Where the frames break off with an error, the results of those before it are given first.
 * @param frames with increasing timestamps; the pixels of each are used until the next one is asked for
 * @param signal once it is aborted, no more results are given
 */
export async function* readAhead(
  stream: StreamPipeline,
  frames: AsyncIterable<Frame<AnyImage>>,
  signal?: { readonly aborted: boolean },
): AsyncGenerator<FrameResult> {
  const iterator = frames[Symbol.asyncIterator]();
  const waiting: Promise<FrameResult>[] = [];
  try {
    for (;;) {
      const coming = iterator.next();
      // It is awaited below; until then a failure may wait, too.
      coming.catch(() => {});
      while (waiting.length > 0 && (waiting.length >= FRAMES_AHEAD || (await isFirst(waiting[0], coming)))) {
        yield await waiting.shift()!;
      }
      const { value, done } = await coming;
      if (done) break;
      const { result } = await stream.begin(value);
      result.catch(() => {});
      waiting.push(result);
    }
  } catch (error) {
    if (!signal?.aborted) for (const result of waiting) yield await result;
    throw error;
  } finally {
    await iterator.return?.();
  }
  for (const result of waiting) yield await result;
}

/** Whether a promise is kept, or broken, before another one. */
function isFirst(one: Promise<unknown>, other: Promise<unknown>): Promise<boolean> {
  const settled = (promise: Promise<unknown>, answer: boolean) =>
    promise.then(
      () => answer,
      () => answer,
    );
  return Promise.race([settled(one, true), settled(other, false)]);
}
/** What is repeated of a frame in its result. */
type FrameFacts = Pick<Frame, 'width' | 'height' | 'timestamp'>;

/** The faces of a frame with their ids, and the ids that have ended. */
interface FoundFaces extends Reading {
  readonly ids: readonly number[];
  readonly ended: readonly number[];
}

/** The image of a frame may have been decoded smaller than its source. */
function toSource({ image, width, height }: Frame<AnyImage>, faces: readonly Detection[]): Detection[] {
  const scale = { scaleX: width / image.width, scaleY: height / image.height };
  return faces.map((face) => mapDetection(face, scale));
}

function toImage({ image, width, height }: Frame<AnyImage>, faces: readonly Detection[]): Detection[] {
  const scale = { scaleX: image.width / width, scaleY: image.height / height };
  return faces.map((face) => mapDetection(face, scale));
}

function checkedThreshold({ threshold = DEFAULT_THRESHOLD }: DetectOptions): number {
  assertThreshold(threshold);
  return threshold;
}

function rowOf(probabilities: Float32Array, face: number): Float32Array {
  return probabilities.slice(face * EXPRESSIONS.length, (face + 1) * EXPRESSIONS.length);
}

function frameResult(
  frame: FrameFacts,
  source: string | null | undefined,
  faces: readonly Face[],
): FrameResult {
  const { width, height, timestamp } = frame;
  return { schema: 1, source: source ?? null, width, height, timestamp, faces };
}
