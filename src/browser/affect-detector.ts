/// <reference lib="esnext.disposable" preserve="true" />
import { BackendUnavailableError } from '../core/errors.js';
import { assertPositiveInteger } from '../core/image/rgb-image.js';
import type { DetectOptions, StreamOptions } from '../core/pipeline.js';
import type { FrameResult, RgbImage } from '../core/types.js';
import { DEFAULT_DETECTOR, DEFAULT_EXPRESSION_MODEL, locateModel } from './default-models.js';
import { DEFAULT_STREAM_MAX_SIDE, DetectorStream } from './detector-stream.js';
import {
  DEFAULT_IMAGE_MAX_SIDE,
  type ImageInput,
  type ImageOptions,
  isRgbImage,
  toBitmap,
} from './images.js';
import { openVideo, type StreamFrame, type Video, type VideoSource, videoFrames } from './video.js';
import { WorkerClient } from './worker-client.js';
import type { Backend, LoadedModels, StreamSettings } from './worker-messages.js';

export interface LoadOptions {
  /** Folder that holds a folder for each model; default: the models of this package. */
  readonly modelsUrl?: string | URL;
  /** Id of the face detector, or the URL of its folder. Default `face-6`. */
  readonly detector?: string;
  /** Id of the expression model, or the URL of its folder. Default `expression-4`. */
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
  /** `auto` (the default) takes WebGPU where it proves equal to WebAssembly, otherwise WebAssembly. */
  readonly backend?: 'auto' | Backend;
  /** Threads for WebAssembly; default: half the cores, at most 4. Only 1 where the page is not cross-origin isolated. */
  readonly threads?: number;
  /** Told in one sentence when a faster backend is not used, and why. Default: silence. */
  readonly onWarning?: (message: string) => void;
}

/** Anything whose frames can be read one after the other. */
export type StreamInput = VideoSource | HTMLVideoElement | Blob | AsyncIterable<StreamFrame>;

export interface BrowserStreamOptions extends Omit<StreamOptions, 'signal'>, ImageOptions {
  /** Ends the stream quietly when aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Load both models in a worker once; then read as many pictures and streams as you like.
 * @throws {ModelLoadError} if a model is missing, corrupt or not ours
 * @throws {BackendUnavailableError} if no backend runs here and gives the reference's numbers
 */
export async function loadAffectDetector(options: LoadOptions = {}): Promise<AffectDetector> {
  const { detector = DEFAULT_DETECTOR, model = DEFAULT_EXPRESSION_MODEL, modelsUrl } = options;
  const request = {
    detector: locateModel(detector, modelsUrl),
    model: locateModel(model, modelsUrl),
    labels: options.labels,
    scoreThreshold: options.scoreThreshold,
    side: options.side,
    backend: chooseBackend(options.backend),
    threads: chooseThreads(options.threads),
  };
  // Bundlers know a worker by exactly this form.
  const worker = new Worker(new URL('./worker/inference-worker.js', import.meta.url), { type: 'module' });
  const client = new WorkerClient(worker, options.onWarning);
  try {
    return new AffectDetector(client, await client.call('load', request));
  } catch (error) {
    client.close(error as Error);
    throw error;
  }
}

/** Reads the expressions of all faces in pictures and streams, in a worker: the page never waits. */
export class AffectDetector {
  readonly #client: WorkerClient;
  #streams = 0;

  constructor(
    client: WorkerClient,
    /** Which models were loaded, and how they run. */
    readonly loaded: LoadedModels,
  ) {
    this.#client = client;
  }

  /** What runs the networks: `wasm` or `webgpu`. */
  get backend(): Backend {
    return this.loaded.backend;
  }

  /**
   * Read a still picture. A file's EXIF orientation is applied.
   * @throws {UnsupportedMediaError} if the browser can't decode it
   * @throws {RangeError} if an option is out of range
   */
  async detect(input: ImageInput, options: DetectOptions & ImageOptions = {}): Promise<FrameResult> {
    const { maxSide = DEFAULT_IMAGE_MAX_SIDE, ...rest } = options;
    assertPositiveInteger('maxSide', maxSide);
    const { source = input instanceof File ? input.name : null } = rest;
    const image: ImageBitmap | RgbImage = isRgbImage(input) ? input : await toBitmap(input);
    const transfer = 'close' in image ? [image] : [];
    return this.#client.call('detect', { image, maxSide, options: { ...rest, source } }, transfer);
  }

  /**
   * Read a stream of frames as they come; every face gets an id that is stable within the stream. One frame is worked
   * on at a time, and the next one is the newest: a slow machine skips frames and stays with the present.
   * @param source a camera or video of this package, a video element, a video file, or frames with growing timestamps
   * @throws {UnsupportedMediaError} if the browser can't decode the file
   * @throws {TruncatedMediaError} after the last good frame, if a video breaks off or is damaged
   */
  async *detectStream(source: StreamInput, options: BrowserStreamOptions = {}): AsyncGenerator<FrameResult> {
    const { signal, ...settings } = options;
    const stream = await this.openStream(settings);
    let video: Video | null = null;
    try {
      if (source instanceof Blob) video = await openVideo(source);
      await video?.element.play();
      for await (const frame of framesOf(video ?? (source as Exclude<StreamInput, Blob>), signal)) {
        if (signal?.aborted) {
          frame.image.close();
          return;
        }
        yield await stream.detect(frame);
      }
    } finally {
      video?.dispose();
      await stream.close();
    }
  }

  /** Begin a stream that is fed frame by frame. */
  async openStream(options: StreamSettings & ImageOptions = {}): Promise<DetectorStream> {
    const { maxSide = DEFAULT_STREAM_MAX_SIDE, ...settings } = options;
    assertPositiveInteger('maxSide', maxSide);
    const id = ++this.#streams;
    await this.#client.call('openStream', { stream: id, settings });
    return new DetectorStream(this.#client, id, maxSide);
  }

  /** End the worker and free both networks; calls under way reject. A second call does nothing. */
  async dispose(): Promise<void> {
    this.#client.close(new BackendUnavailableError('the detector has been disposed'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

function framesOf(source: Exclude<StreamInput, Blob>, signal?: AbortSignal): AsyncIterable<StreamFrame> {
  if (source instanceof HTMLVideoElement) return videoFrames(source, { signal });
  return 'frames' in source ? source.frames({ signal }) : source;
}

function chooseBackend(backend: LoadOptions['backend'] = 'auto'): 'auto' | Backend {
  // WebGPU crashes there after some hundred runs (onnxruntime#27584). iPads call themselves Macintosh.
  const { userAgent, maxTouchPoints } = navigator;
  const isIos = /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);
  return backend === 'auto' && isIos ? 'wasm' : backend;
}

/** Half the cores are left to the page, which draws and decodes meanwhile; more than 4 threads wait for each other. */
function chooseThreads(threads = Math.min(4, Math.ceil(navigator.hardwareConcurrency / 2))): number {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`threads must be a positive integer, got ${threads}`);
  }
  return globalThis.crossOriginIsolated ? threads : 1;
}
