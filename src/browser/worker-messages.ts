import type { DetectOptions, StreamOptions } from '../core/pipeline.js';
import type { FrameResult, RgbImage } from '../core/types.js';
import type { SerializedError } from './serialized-error.js';

/** What may run the networks in a browser. */
export type Backend = 'wasm' | 'webgpu';

/** Where a model lies: absolute URLs. Without `network`, the file that the card names, beside the card. */
export interface ModelLocation {
  readonly card: string;
  readonly network: string | null;
}

/** What the worker needs to know to load both models. */
export interface LoadRequest {
  readonly detector: ModelLocation;
  readonly model: ModelLocation;
  readonly labels?: string;
  readonly scoreThreshold?: number;
  readonly side?: number;
  readonly backend: 'auto' | Backend;
  readonly threads: number;
}

/** What was loaded, and how it runs. */
export interface LoadedModels {
  readonly backend: Backend;
  /** Threads within one operator; always 1 where the page is not cross-origin isolated. */
  readonly threads: number;
  readonly detector: string;
  readonly model: string;
  readonly labels: string;
}

/** A picture on its way to the worker. Bitmaps and video frames are transferred, so the sender can't use them again. */
export interface PictureMessage {
  readonly image: ImageBitmap | VideoFrame | RgbImage;
  /** Longest side to draw it at, pixels; results stay in source pixels. */
  readonly maxSide: number;
  /** Size of the source, pixels; default: the image's own. */
  readonly width?: number;
  readonly height?: number;
}

/** A stream's options without the parts that can't cross to a worker. */
export type StreamSettings = Omit<StreamOptions, 'signal'>;

/** Every call that the page can make, with what it gives and what it gets back. */
export interface Calls {
  load: { request: LoadRequest; reply: LoadedModels };
  detect: { request: PictureMessage & { readonly options: DetectOptions }; reply: FrameResult };
  openStream: { request: { readonly stream: number; readonly settings: StreamSettings }; reply: null };
  adjustStream: {
    request: { readonly stream: number; readonly threshold?: number; readonly smoothing?: number };
    reply: null;
  };
  detectFrame: {
    request: PictureMessage & { readonly stream: number; readonly timestamp: number };
    reply: FrameResult;
  };
  closeStream: { request: { readonly stream: number }; reply: null };
  dispose: { request: null; reply: null };
}

export type CallName = keyof Calls;

/** Page to worker. */
export type Request = {
  [Name in CallName]: { readonly id: number; readonly call: Name; readonly request: Calls[Name]['request'] };
}[CallName];

/** Worker to page: the answer to the request of the same id, or a warning that answers nothing. */
export type Reply =
  | { readonly type: 'result'; readonly id: number; readonly value: Calls[CallName]['reply'] }
  | { readonly type: 'error'; readonly id: number; readonly error: SerializedError }
  | { readonly type: 'warning'; readonly message: string };
