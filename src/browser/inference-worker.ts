import { FaceDetector } from '../core/detection/face-detector.js';
import { ExpressionClassifier } from '../core/expression/expression-classifier.js';
import { Pipeline, type StreamPipeline } from '../core/pipeline.js';
import type { AnyImage, Frame } from '../core/types.js';
import { openSessions } from './backend.js';
import { fetchModel } from './models.js';
import { PixelReader, sizeOf } from './pixel-reader.js';
import { serializeError } from './serialized-error.js';
import { VideoFrameReader } from './video-frame-reader.js';
import type {
  CallName,
  Calls,
  LoadedModels,
  LoadRequest,
  PictureMessage,
  Reply,
  Request,
} from './worker-messages.js';

type Handlers = { [Name in CallName]: (request: Calls[Name]['request']) => Promise<Calls[Name]['reply']> };

/** What the worker holds between messages. */
class InferenceWorker {
  readonly #reader = new PixelReader();
  readonly #frameReader = new VideoFrameReader();
  readonly #streams = new Map<number, StreamPipeline>();
  #pipeline: Pipeline | null = null;

  readonly handlers: Handlers = {
    load: (request) => this.#load(request),
    detect: ({ options, ...picture }) => this.#loaded().detect(this.#frame(picture, null), options),
    openStream: async ({ stream, settings }) => {
      this.#streams.set(stream, this.#loaded().openStream(settings));
      return null;
    },
    adjustStream: async ({ stream, threshold, smoothing }) => {
      const pipeline = this.#stream(stream);
      if (threshold !== undefined) pipeline.threshold = threshold;
      if (smoothing !== undefined) pipeline.smoothing = smoothing;
      return null;
    },
    detectFrame: async ({ stream, timestamp, ...picture }) =>
      this.#stream(stream).detect(await this.#streamFrame(picture, timestamp)),
    closeStream: async ({ stream }) => {
      this.#streams.delete(stream);
      return null;
    },
    dispose: async () => {
      await this.#pipeline?.dispose();
      this.#pipeline = null;
      return null;
    },
  };

  async #load(request: LoadRequest): Promise<LoadedModels> {
    const { backend, threads, labels, scoreThreshold, side } = request;
    const detecting = fetchModel(request.detector, 'face-detection');
    const classifying = fetchModel(request.model, 'expression-classification');
    // What fails before its turn has come is told by then.
    for (const loading of [detecting, classifying]) loading.catch(() => {});
    const onWarning = (message: string) => post({ type: 'warning', message });
    const [detectorSession, modelSession] = await openSessions([detecting, classifying], {
      backend,
      threads,
      onWarning,
    });
    const [detector, model] = await Promise.all([detecting, classifying]);
    const classifier = new ExpressionClassifier(modelSession, model.card, { head: labels });
    this.#pipeline = new Pipeline(
      new FaceDetector(detectorSession, detector.card, { scoreThreshold, side }),
      classifier,
    );
    return {
      backend: detectorSession.backend as LoadedModels['backend'],
      threads,
      detector: detector.card.id,
      model: model.card.id,
      labels: classifier.head,
    };
  }

  async #streamFrame(picture: PictureMessage, timestamp: number): Promise<Frame<AnyImage>> {
    const { image, width, height } = picture;
    const planes = 'displayWidth' in image ? await this.#frameReader.read(image).catch(() => null) : null;
    if (planes === null) return this.#frame(picture, timestamp);
    (image as VideoFrame).close();
    return { image: planes, width: width ?? planes.width, height: height ?? planes.height, timestamp };
  }

  #frame({ image, maxSide, width, height }: PictureMessage, timestamp: number | null): Frame {
    if ('channels' in image) {
      return { image, width: width ?? image.width, height: height ?? image.height, timestamp };
    }
    try {
      const size = sizeOf(image);
      return {
        image: this.#reader.read(image, maxSide),
        width: width ?? size.width,
        height: height ?? size.height,
        timestamp,
      };
    } finally {
      image.close();
    }
  }

  #loaded(): Pipeline {
    if (!this.#pipeline) throw new TypeError('the models must be loaded first');
    return this.#pipeline;
  }

  #stream(id: number): StreamPipeline {
    const stream = this.#streams.get(id);
    if (!stream) throw new TypeError(`stream ${id} is closed`);
    return stream;
  }
}

function post(reply: Reply): void {
  globalThis.postMessage(reply);
}

const { handlers } = new InferenceWorker();
// Networks run one at a time, in the order of the calls.
let last: Promise<unknown> = Promise.resolve();

globalThis.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  const handler = handlers[data.call] as (request: unknown) => Promise<Calls[CallName]['reply']>;
  last = last
    .then(() => handler(data.request))
    .then(
      (value) => post({ type: 'result', id: data.id, value }),
      (error) => post({ type: 'error', id: data.id, error: serializeError(error) }),
    );
});
