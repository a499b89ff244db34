import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CameraUnavailableError, type Frame } from '../../core/index.js';
import { ffmpegAdvice } from '../video/ffmpeg-advice.js';
import { DecoderUnavailableError } from '../video/picture-source.js';
import type { Camera, CameraDevice, CameraOptions } from './camera.js';
import { CameraFailure, type CameraFeed, type CameraPicture } from './camera-feed.js';
import { type CameraInput, cameraInputs, clipSource, isSource } from './camera-input.js';
import { openCameraThread } from './camera-thread.js';
import { explainFailure } from './explain-failure.js';
import { openFfmpegCamera } from './ffmpeg-camera.js';
import { listCameras } from './list-cameras.js';

/** A way of opening a camera; the signal says that nobody waits for it any more. */
export type OpenFeed = (
  inputs: readonly CameraInput[],
  maxSide: number,
  signal: AbortSignal,
) => Promise<CameraFeed>;

/** The ways in the order in which they are tried. */
const WAYS: readonly OpenFeed[] = [openCameraThread, openFfmpegCamera];

/** Pictures are scaled down to this side; larger ones show no more of a face. */
const MAX_SIDE = 1280;

/** Times that differ from a turn's beginning by rounding only are at it, of a turn. */
const ROUNDING = 1e-4;

/** A camera that gives nothing for so long has stopped, seconds. */
const PATIENCE = 10;

/** The same of one that is being opened, seconds: the system may ask somebody for permission first. */
const OPENING_PATIENCE = 30;

/**
 * Open a camera, with node-av where it is installed, otherwise with the `ffmpeg` command.
 * @throws {CameraUnavailableError} if it is absent, busy, or may not be used; the message says what to do
 * @throws {RangeError} if an option is out of range
 */
export async function openCamera(
  options: CameraOptions = {},
  ways: readonly OpenFeed[] = WAYS,
): Promise<Camera> {
  const { width = 1280, height = 720, fps = 30, signal } = options;
  for (const [name, value] of Object.entries({ width, height, fps })) {
    if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${name} must be above 0, got ${value}`);
  }
  signal?.throwIfAborted();
  const device = await findDevice(options.device);
  const source = await toSource(device.id);
  const feed = await openFirst(device, cameraInputs(source, { width, height, fps }), ways, signal);
  const camera = new FeedCamera(device, feed, options);
  if (signal?.aborted) await camera.dispose();
  signal?.throwIfAborted();
  return camera;
}

async function findDevice(id: string | undefined): Promise<CameraDevice> {
  if (id !== undefined) return { id, label: id };
  const [first] = await listCameras();
  if (!first) throw new CameraUnavailableError('no camera was found; plug one in, or name one with --device');
  return first;
}

/** A video file stands in for a camera. */
async function toSource(device: string): Promise<string> {
  if (isSource(device)) return device;
  const isNamed = device.startsWith('file:');
  const path = device.startsWith('file://') ? fileURLToPath(device) : device.slice(isNamed ? 5 : 0);
  const info = await stat(path).catch(() => null);
  if (info?.isFile()) return clipSource(resolve(path));
  if (isNamed) throw new CameraUnavailableError(`there is no file ${path} that could stand in for a camera`);
  return device;
}

async function openFirst(
  device: CameraDevice,
  inputs: readonly CameraInput[],
  ways: readonly OpenFeed[],
  signal: AbortSignal | undefined,
): Promise<CameraFeed> {
  for (const open of ways) {
    try {
      return await openInTime(open, inputs, signal);
    } catch (cause) {
      if (cause instanceof DecoderUnavailableError) continue;
      throw unavailable(device, cause);
    }
  }
  throw new CameraUnavailableError(`no camera can be read here: ${await ffmpegAdvice()}`);
}

/** Open a camera, unless it takes too long or is aborted: one that gives no picture may never be open. */
async function openInTime(
  open: OpenFeed,
  inputs: readonly CameraInput[],
  signal: AbortSignal | undefined,
): Promise<CameraFeed> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const giveUp = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason));
  });
  const tooLong = new CameraFailure('open', 0, `no picture came for ${OPENING_PATIENCE} s`);
  const timer = setTimeout(() => controller.abort(tooLong), OPENING_PATIENCE * 1000);
  const onAbort = () => controller.abort(signal!.reason);
  signal?.addEventListener('abort', onAbort);
  const opening = open(inputs, MAX_SIDE, controller.signal);
  try {
    return await Promise.race([opening, giveUp]);
  } catch (error) {
    // One that opens after all is closed again.
    opening.then(
      (feed) => feed.stop(),
      () => {},
    );
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

function unavailable({ id, label }: CameraDevice, cause: unknown): unknown {
  if (!(cause instanceof CameraFailure)) return cause;
  const name = label && label !== id ? `${id} (${label})` : id;
  return new CameraUnavailableError(explainFailure(name, cause), { cause });
}

class FeedCamera implements Camera {
  readonly device: CameraDevice;
  readonly #feed: CameraFeed;
  readonly #signal: AbortSignal | undefined;
  readonly #fps: number | null;
  #begun = false;

  constructor(device: CameraDevice, feed: CameraFeed, { signal, fps }: CameraOptions) {
    this.device = device;
    this.#feed = feed;
    this.#signal = signal;
    this.#fps = fps ?? null;
    signal?.addEventListener('abort', this.#stop);
  }

  get width(): number {
    return this.#feed.size.width;
  }

  get height(): number {
    return this.#feed.size.height;
  }

  get frameRate(): number | null {
    return this.#feed.frameRate;
  }

  get decoder(): 'node-av' | 'ffmpeg' {
    return this.#feed.decoder;
  }

  async *frames(): AsyncGenerator<Frame> {
    if (this.#begun) throw new TypeError('frames() can be read once; open the camera again');
    this.#begun = true;
    const { width, height, imageWidth, imageHeight } = this.#feed.size;
    let origin: number | null = null;
    let lastTurn = -1;
    try {
      for (;;) {
        const picture = await this.#next();
        this.#signal?.throwIfAborted();
        if (!picture) return;
        const { data } = picture;
        // The camera may have been open for a while before anybody looked.
        origin ??= picture.timestamp;
        const timestamp = Math.round((picture.timestamp - origin) * 1e6) / 1e6;
        // Some cameras give more than they are asked for.
        const turn = this.#fps === null ? lastTurn + 1 : Math.floor(timestamp * this.#fps + ROUNDING);
        if (turn === lastTurn) continue;
        lastTurn = turn;
        yield {
          image: { data, width: imageWidth, height: imageHeight, channels: 3 },
          width,
          height,
          timestamp,
        };
      }
    } catch (cause) {
      throw unavailable(this.device, cause);
    } finally {
      await this.dispose();
    }
  }

  async #next(): Promise<CameraPicture | null> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      const failure = new CameraFailure('read', 0, `none came for ${PATIENCE} s`);
      timer = setTimeout(() => reject(failure), PATIENCE * 1000);
    });
    try {
      return await Promise.race([this.#feed.next(), tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }

  async dispose(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#stop);
    await this.#feed.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  readonly #stop = (): void => {
    void this.#feed.stop();
  };
}
