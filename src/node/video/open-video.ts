import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError, UnsupportedMediaError } from '../../core/index.js';
import { openDecodeThread } from './decode-thread.js';
import { DecodedVideo } from './decoded-video.js';
import { ffmpegAdvice } from './ffmpeg-advice.js';
import { openFfmpegProcess } from './ffmpeg-process.js';
import { DecoderUnavailableError, type OpenedSource } from './picture-source.js';
import { UndecodableError } from './undecodable-error.js';
import type { Video } from './video.js';
import { type FrameSelection, selectFrames, type VideoOptions } from './video-options.js';

/** A way of opening a file; the file is given in FFmpeg's way. */
export type OpenSource = (url: string, selection: FrameSelection) => Promise<OpenedSource>;

/** The ways in the order in which they are tried: the first is faster, the second needs nothing from npm. */
const WAYS: readonly OpenSource[] = [openDecodeThread, openFfmpegProcess];

/**
 * Open a video file, with node-av where it is installed, otherwise with the `ffmpeg` command.
 * @throws {InputError} if there is no such file, or it is empty
 * @throws {UnsupportedMediaError} if it isn't a video, or nothing here decodes videos
 * @throws {RangeError} if an option is out of range
 */
export async function openVideo(
  path: string,
  options: VideoOptions = {},
  ways: readonly OpenSource[] = WAYS,
): Promise<Video> {
  const selection = selectFrames(options);
  const { signal } = options;
  signal?.throwIfAborted();
  await assertFile(path);
  // FFmpeg would take a colon in a bare file name for the end of a protocol's name.
  const { source, stream, plan } = await openFirst(path, `file:${resolve(path)}`, selection, ways);
  const video = new DecodedVideo(path, source, stream, plan, signal);
  if (signal?.aborted) await video.dispose();
  signal?.throwIfAborted();
  return video;
}

async function openFirst(
  name: string,
  url: string,
  selection: FrameSelection,
  ways: readonly OpenSource[],
): Promise<OpenedSource> {
  const causes: unknown[] = [];
  for (const open of ways) {
    try {
      return await open(url, selection);
    } catch (cause) {
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
