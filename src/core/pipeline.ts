import type { FaceDetector, SourceKind } from './detection/face-detector.js';
import { mapDetection } from './detection/map-detection.js';
import type { ExpressionClassifier } from './expression/expression-classifier.js';
import { EXPRESSIONS } from './expression/labels.js';
import { assertThreshold, DEFAULT_THRESHOLD, decide, nameProbabilities } from './expression/threshold.js';
import { assertRgbImage } from './image/rgb-image.js';
import { TemporalSmoother } from './smoothing/temporal-smoother.js';
import { assertTimestamp } from './time.js';
import { FaceFollower } from './tracking/face-follower.js';
import { FaceTracker } from './tracking/face-tracker.js';
import type { Detection, Face, Frame, FrameResult } from './types.js';

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
  /** How long an id is kept without its face being found, seconds. Default 1. */
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

/** The faces of one picture and their probabilities, n x 7 in the order of EXPRESSIONS. */
export interface Reading {
  readonly detections: readonly Detection[];
  readonly probabilities: Float32Array;
}

/**
 * The way of a frame: faces are found, aligned and read in one batch; in a stream they also get ids and their
 * probabilities are smoothed over time. This is the page to read first.
 */
export class Pipeline {
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
    const { detections, probabilities } = await this.#read(frame, 'still');
    const faces = detections.map((detection, i) => {
      const row = rowOf(probabilities, i);
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

  /** Run the networks on a frame, for a {@link StreamPipeline} that may have readings from elsewhere, too. */
  readStreamFrame(frame: Frame, known?: readonly Detection[]): Promise<Reading> {
    return this.#read(frame, 'stream', known);
  }

  /**
   * Read a stream of frames, one at a time and in order.
   * @param frames with increasing timestamps
   */
  async *detectStream(
    frames: AsyncIterable<Frame>,
    options: StreamOptions = {},
  ): AsyncGenerator<FrameResult> {
    const stream = this.openStream(options);
    for await (const frame of frames) {
      options.signal?.throwIfAborted();
      yield await stream.detect(frame);
    }
  }

  /** @param known where the faces are, source pixels; by default they are looked for */
  async #read(frame: Frame, kind: SourceKind, known?: readonly Detection[]): Promise<Reading> {
    const { image, width, height } = frame;
    assertRgbImage(image);
    // The image may have been decoded smaller than its source.
    const scaleX = width / image.width;
    const scaleY = height / image.height;
    const found =
      known?.map((face) => mapDetection(face, { scaleX: 1 / scaleX, scaleY: 1 / scaleY })) ??
      (await this.detector.detect(image, kind));
    const probabilities = await this.classifier.classify(
      image,
      found.map(({ keypoints }) => keypoints),
    );
    const detections = known ?? found.map((face) => mapDetection(face, { scaleX, scaleY }));
    return { detections, probabilities };
  }

  /** Free both networks. */
  async dispose(): Promise<void> {
    await Promise.all([this.detector.dispose(), this.classifier.dispose()]);
  }
}

/** Reads the faces of a frame, where they are known already or else where the detector finds them. */
export type ReadFrame = (frame: Frame, known?: readonly Detection[]) => Promise<Reading>;

/** One stream on its way through the pipeline; holds who is who and what was smoothed. */
export class StreamPipeline {
  /** Probability from which an expression is named; may be changed while the stream runs. */
  threshold: number;
  readonly #read: ReadFrame;
  readonly #source: string | null | undefined;
  readonly #tracker: FaceTracker;
  readonly #follower: FaceFollower;
  #smoother: TemporalSmoother;
  #timestamp: number | null = null;

  /** @param read equal readings in equal order give equal results */
  constructor(read: ReadFrame, options: StreamOptions) {
    this.threshold = checkedThreshold(options);
    this.#read = read;
    this.#source = options.source;
    this.#tracker = new FaceTracker({ maxAgeSeconds: options.maxAge });
    this.#follower = new FaceFollower({ maxIntervalSeconds: options.maxDetectionInterval ?? 0 });
    this.#smoother = new TemporalSmoother({ timeConstantSeconds: options.smoothing });
  }

  /** Change the smoothing's time constant, seconds; smoothing starts afresh. */
  set smoothing(timeConstantSeconds: number) {
    this.#smoother = new TemporalSmoother({ timeConstantSeconds });
  }

  /**
   * Read the next frame.
   * @throws {TypeError} if the frame has no timestamp
   * @throws {RangeError} if its timestamp is before the one of the frame before
   */
  async detect(frame: Frame): Promise<FrameResult> {
    const { timestamp } = frame;
    if (timestamp === null)
      throw new TypeError('timestamp must be a number of seconds in a stream, got null');
    assertTimestamp(timestamp, this.#timestamp, 'not decreasing');
    this.#timestamp = timestamp;
    const { detections, probabilities, ids } = this.#follower.needsDetection(timestamp)
      ? await this.#look(frame, timestamp)
      : await this.#follow(frame, timestamp);
    const faces = detections.map((detection, i) => {
      const raw = rowOf(probabilities, i);
      const smoothed = this.#smoother.update(ids[i], raw, timestamp);
      return {
        ...detection,
        trackId: ids[i],
        ...decide(smoothed, this.threshold),
        probabilities: nameProbabilities(smoothed),
        rawProbabilities: nameProbabilities(raw),
      };
    });
    return frameResult(frame, this.#source, faces);
  }

  async #look(frame: Frame, timestamp: number): Promise<Reading & { ids: number[] }> {
    const reading = await this.#read(frame);
    const ids = this.#tracker.update(reading.detections, timestamp);
    for (const id of this.#tracker.takeEnded()) this.#smoother.forget(id);
    this.#follower.observe(reading.detections, ids, timestamp);
    return { ...reading, ids };
  }

  async #follow(frame: Frame, timestamp: number): Promise<Reading & { ids: number[] }> {
    const { detections, ids } = this.#follower.follow(timestamp, frame.width, frame.height);
    return { ...(await this.#read(frame, detections)), ids };
  }
}

function checkedThreshold({ threshold = DEFAULT_THRESHOLD }: DetectOptions): number {
  assertThreshold(threshold);
  return threshold;
}

function rowOf(probabilities: Float32Array, face: number): Float32Array {
  return probabilities.slice(face * EXPRESSIONS.length, (face + 1) * EXPRESSIONS.length);
}

function frameResult(frame: Frame, source: string | null | undefined, faces: readonly Face[]): FrameResult {
  const { width, height, timestamp } = frame;
  return { schema: 1, source: source ?? null, width, height, timestamp, faces };
}
