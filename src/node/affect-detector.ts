import { fileURLToPath } from 'node:url';
import {
  type AnyImage,
  type DetectOptions,
  type Frame,
  type FrameResult,
  Pipeline,
  type RgbImage,
  readAhead,
  type StreamOptions,
} from '../core/index.js';
import { loadImage } from './images.js';
import { loadExpressionModel, loadFaceDetector } from './models.js';
import type { SessionOptions } from './session.js';
import { openVideo, type Video, type VideoOptions } from './video.js';

export interface LoadOptions extends SessionOptions {
  /** Face detector: id of a model of this package, or a path. Default `face-6`. */
  readonly detector?: string;
  /** Expression model: id of a model of this package, or a path. Default `expression-4`. */
  readonly model?: string;
  /** Which labels the expression model answers with, where it knows several; default: the model's own default. */
  readonly labels?: string;
  /** Faces below this score are left out, 0 to 1; default: the detector's. */
  readonly scoreThreshold?: number;
  /**
   * Longest side of the picture that the face detector sees, pixels, in place of the model's own sizes for stills and for
   * streams: more finds smaller faces and takes longer.
   */
  readonly side?: number;
}

/**
 * Load both models once; then read as many pictures and streams as you like, one at a time.
 * @throws {ModelLoadError} if a model is missing, corrupt or not ours
 * @throws {BackendUnavailableError} if no backend runs here and gives the reference's numbers
 */
export async function loadAffectDetector(options: LoadOptions = {}): Promise<AffectDetector> {
  const { detector, backend } = await loadFaceDetector(options.detector, options);
  try {
    const { classifier } = await loadExpressionModel(options.model, { ...options, head: options.labels });
    return new AffectDetector(new Pipeline(detector, classifier), backend);
  } catch (error) {
    await detector.dispose();
    throw error;
  }
}

/** Reads the expressions of all faces in pictures, video files and streams of frames. */
export class AffectDetector {
  constructor(
    readonly pipeline: Pipeline,
    /** What runs the networks: `native` or `wasm`. */
    readonly backend: string,
  ) {}

  /**
   * Read a still picture.
   * @param image a path, a file URL, a file's bytes, or decoded pixels
   * @throws {InputError | UnsupportedMediaError} if it is missing or can't be decoded
   */
  async detect(
    image: string | URL | Uint8Array | RgbImage,
    options: DetectOptions = {},
  ): Promise<FrameResult> {
    const isFile = typeof image === 'string' || image instanceof URL || image instanceof Uint8Array;
    const frame: Frame = isFile
      ? await loadImage(image)
      : { image, width: image.width, height: image.height, timestamp: null };
    const path = image instanceof URL ? fileURLToPath(image) : typeof image === 'string' ? image : null;
    const { source = path } = options;
    return this.pipeline.detect(frame, { ...options, source });
  }

  /**
   * Read a video file, or frames from anywhere, in order; every face gets an id that is stable within the stream.
   * @param source a path, or frames with increasing timestamps
   * @throws {InputError | UnsupportedMediaError} if the file is missing or can't be decoded
   */
  async *detectStream(
    source: string | AsyncIterable<Frame>,
    options: StreamOptions & VideoOptions = {},
  ): AsyncGenerator<FrameResult> {
    if (typeof source !== 'string') {
      yield* this.pipeline.detectStream(source, options);
      return;
    }
    const video = await openVideo(source, { ...options, pixels: 'any' });
    try {
      const { source: name = source } = options;
      const stream = this.pipeline.openStream({ ...options, source: name });
      yield* readAhead(stream, framesOf(video), options.signal);
    } finally {
      await video.dispose();
    }
  }

  /** Free both networks. A second call does nothing. */
  dispose(): Promise<void> {
    return this.pipeline.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

/** The frames of a video, which is closed as soon as they are left. */
function framesOf(video: Video<AnyImage>): AsyncIterable<Frame<AnyImage>> {
  const frames = video.frames();
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => frames.next(),
      async return() {
        // A generator returns only after the frame that it was asked for, and a stream may be slow to give that.
        await video.dispose();
        return frames.return(undefined);
      },
    }),
  };
}
