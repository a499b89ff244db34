import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type AnyImage, InputError, UnsupportedMediaError } from '../../core/index.js';
import { openDecodeThread } from './decode-thread.js';
import { DecodedVideo } from './decoded-video.js';
import { ffmpegAdvice } from './ffmpeg-advice.js';
import { openFfmpegProcess } from './ffmpeg-process.js';
import { type MediaAddress, parseMediaAddress } from './media-address.js';
import { DecoderUnavailableError, type OpenedSource } from './picture-source.js';
import { ReconnectingVideo } from './reconnecting-video.js';
import { UndecodableError } from './undecodable-error.js';
import type { Video } from './video.js';
import {
  type AnyPixelsOptions,
  type FrameSelection,
  selectFrames,
  type VideoOptions,
} from './video-options.js';

/** A way of opening a file or stream; it fails soon after the signal is aborted, where it can. */
export type OpenSource = (
  address: MediaAddress,
  selection: FrameSelection,
  signal?: AbortSignal,
) => Promise<OpenedSource>;

/** The ways in the order in which they are tried: the first is faster, the second needs nothing from npm. */
const WAYS: readonly OpenSource[] = [openDecodeThread, openFfmpegProcess];

/**
 * Open a video, with node-av where it is installed, otherwise with the `ffmpeg` command. No other request is made than
 * what an address that is given leads to.
 * @param source a path, an `http(s)://` or `rtsp(s)://` address, or `-` for standard input
 * @throws {InputError} if there is no such file, or it is empty
 * @throws {UnsupportedMediaError} if it isn't a video, or nothing here decodes videos
 * @throws {RangeError} if an option is out of range
 */
export async function openVideo(
  source: string,
  options: AnyPixelsOptions,
  ways?: readonly OpenSource[],
): Promise<Video<AnyImage>>;
export async function openVideo(
  source: string,
  options?: VideoOptions,
  ways?: readonly OpenSource[],
): Promise<Video>;
export async function openVideo(
  source: string,
  options: VideoOptions = {},
  ways: readonly OpenSource[] = WAYS,
): Promise<Video<AnyImage>> {
  const address = parseMediaAddress(source, resolve);
  const open = (changed: VideoOptions = {}) => openAddress(address, { ...options, ...changed }, ways);
  const video = await open();
  return address.kind === 'network' ? new ReconnectingVideo(video, open, options) : video;
}

async function openAddress(
  address: MediaAddress,
  options: VideoOptions,
  ways: readonly OpenSource[],
): Promise<Video<AnyImage>> {
  const selection = selectFrames(options);
  const { signal } = options;
  signal?.throwIfAborted();
  const { name } = address;
  if (address.kind === 'file') await assertFile(name);
  const { source, stream, plan } = await openFirst(address, selection, ways, signal);
  const video = new DecodedVideo(name, source, stream, plan, signal);
  if (signal?.aborted) await video.dispose();
  signal?.throwIfAborted();
  return video;
}

async function openFirst(
  address: MediaAddress,
  selection: FrameSelection,
  ways: readonly OpenSource[],
  signal: AbortSignal | undefined,
): Promise<OpenedSource> {
  const { name } = address;
  const causes: unknown[] = [];
  for (const open of ways) {
    try {
      return await open(address, selection, signal);
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof UndecodableError)
        throw new UnsupportedMediaError(`${name} ${cause.message}`, { cause });
      if (!(cause instanceof DecoderUnavailableError)) throw cause;
      causes.push(cause);
    }
  }
  throw new UnsupportedMediaError(`${name} can't be decoded here: ${await ffmpegAdvice()}`, {
    cause: causes,
  });
}

async function assertFile(path: string): Promise<void> {
  const info = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(
      cause.code === 'ENOENT' ? `${path} doesn't exist` : `${path} can't be read (${cause.code})`,
      {
        cause,
      },
    );
  });
  if (info.isDirectory()) throw new InputError(`${path} is a folder, not a video`);
  if (info.isFile() && info.size === 0) throw new InputError(`${path} is empty`);
}
