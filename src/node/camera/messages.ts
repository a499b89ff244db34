import type { FramePlan } from '../video/frame-plan.js';
import type { CameraInput } from './camera-input.js';
import type { LatestPictureMemory } from './latest-picture.js';

/** What the camera's thread is started with. */
export interface CameraWorkerInput {
  /** Tried one after the other. */
  readonly inputs: readonly CameraInput[];
  /** Of the pictures' longest side, pixels. */
  readonly maxSide: number;
  /** Shared: 1 once the reader wants no more. */
  readonly stopped: Int32Array;
}

/** What the thread says. */
export type FromCameraWorker =
  | {
      readonly type: 'opened';
      readonly frameRate: number | null;
      readonly size: Pick<FramePlan, 'width' | 'height' | 'imageWidth' | 'imageHeight'>;
      readonly memory: LatestPictureMemory;
    }
  /** There is a new picture in the shared memory. */
  | { readonly type: 'picture' }
  | {
      readonly type: 'failed';
      readonly stage: 'open' | 'read';
      readonly errno: number;
      readonly reason: string;
    }
  /** node-av doesn't run here. */
  | { readonly type: 'unavailable'; readonly message: string };
