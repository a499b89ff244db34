import type { StreamDescription } from './frame-plan.js';
import type { MediaAddress } from './media-address.js';
import type { Layout } from './picture-layout.js';
import type { FrameSelection } from './video-options.js';

/** What the decoding worker is started with. */
export interface WorkerInput {
  readonly address: MediaAddress;
  readonly selection: FrameSelection;
  /** Shared: [signals sent so far, 1 once the reader wants no more]. The worker sleeps until the first changes. */
  readonly control: Int32Array;
}

/** Indices into `control`. */
export const SIGNALS = 0;
export const STOPPED = 1;

/** What the worker is sent: room for a picture, or for a part of one; then it makes more. */
export type ToWorker = ArrayBuffer;

/** What the worker answers. */
export type FromWorker =
  | { readonly type: 'opened'; readonly stream: StreamDescription }
  | {
      readonly type: 'frame';
      readonly buffer: ArrayBuffer;
      readonly layout: Layout;
      readonly timestamp: number;
    }
  /** The last frame was given; `damage` says in words what is missing, if anything. */
  | { readonly type: 'ended'; readonly damage: string | null }
  /** node-av doesn't run here. */
  | { readonly type: 'unavailable'; readonly message: string }
  /** The file is no video; `message` completes a sentence that begins with its name. */
  | { readonly type: 'undecodable'; readonly message: string };
