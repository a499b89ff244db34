import { effect, signal } from '@preact/signals';
import type { YuvImage } from 'affect-detect';
import { VideoFrameReader } from 'affect-detect/browser';
import { chosenFace, type FaceView, result } from '../state/reading.js';
import type { Source } from '../state/source.js';
import { type Condition, conditionOf, type PictureState } from './condition.js';
import { LumaMeter, mean } from './luma-meter.js';
import { CanvasSampler, type LumaSampler, samplesOf } from './luma-sampler.js';
import { Steady } from './steady.js';

/** What is wrong with the picture on show. */
export const condition = signal<Condition | null>(null);

const LOOK_MS = 400;
/** A message about a moving picture waits so long, seconds, for it to change its mind. */
const STEADY_SECONDS = 0.7;

/**
 * Watch the picture on show, and say in {@link condition} what is wrong with it.
 * @returns ends the watch
 */
export function watchPicture(picture: HTMLVideoElement | HTMLImageElement, kind: Source['kind']): () => void {
  const stop = picture instanceof HTMLVideoElement ? watchVideo(picture, kind) : watchStill(picture);
  return () => {
    stop();
    condition.value = null;
  };
}

function watchStill(picture: HTMLImageElement): () => void {
  const meter = new LumaMeter();
  const sampler = new CanvasSampler().samplesOf(picture);
  return effect(() => {
    const view = chosenFace.value;
    const size = { width: picture.naturalWidth, height: picture.naturalHeight };
    const isRead = result.value !== null && size.width > 0;
    condition.value = isRead ? conditionOf(stateOf(sampler, size, view, meter, 0)) : null;
  });
}

function watchVideo(video: HTMLVideoElement, kind: Source['kind']): () => void {
  const meter = new LumaMeter();
  const steady = new Steady<Condition>(STEADY_SECONDS);
  const samplers = new VideoSamplers();
  let isEnded = false;
  let timer: ReturnType<typeof setTimeout>;
  const look = async () => {
    const sampler = await samplers.of(video);
    if (isEnded) return;
    const now = performance.now() / 1000;
    let found: Condition | null = null;
    if (result.peek() !== null && sampler !== null) {
      const size = { width: video.videoWidth, height: video.videoHeight };
      const state = stateOf(sampler, size, chosenFace.peek(), meter, now);
      // Videos and screens may well stand still.
      const isCamera = kind === 'camera';
      const stillSeconds = isCamera ? state.stillSeconds : 0;
      found = conditionOf({ ...state, isMuted: isCamera && isMuted(video), stillSeconds });
    }
    condition.value = steady.update(found, now);
    timer = setTimeout(look, LOOK_MS);
  };
  timer = setTimeout(look, LOOK_MS);
  return () => {
    isEnded = true;
    clearTimeout(timer);
  };
}

function stateOf(
  sampler: LumaSampler,
  size: { readonly width: number; readonly height: number },
  view: FaceView | null,
  meter: LumaMeter,
  now: number,
): PictureState {
  const { luma, stillSeconds } = meter.look(sampler, size, now);
  return {
    isMuted: false,
    stillSeconds,
    luma,
    face: view && {
      side: Math.min(view.face.box.width, view.face.box.height),
      luma: mean(sampler(view.face.box)),
      isUncertain: view.expression === null,
    },
  };
}

/** Takes pixels of the frame that a video shows, without drawing it where that can be. */
class VideoSamplers {
  readonly #reader = new VideoFrameReader();
  readonly #canvas = new CanvasSampler();

  /** @returns `null` while the video shows nothing */
  async of(video: HTMLVideoElement): Promise<LumaSampler | null> {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    const image = await this.#read(video).catch(() => null);
    return image === null ? this.#canvas.samplesOf(video) : samplesOf(image);
  }

  async #read(video: HTMLVideoElement): Promise<YuvImage | null> {
    const frame = new VideoFrame(video);
    try {
      return await this.#reader.read(frame);
    } finally {
      frame.close();
    }
  }
}

/** A track is muted while its camera gives nothing: another program or a switch has it. */
function isMuted({ srcObject }: HTMLVideoElement): boolean {
  return srcObject instanceof MediaStream && srcObject.getVideoTracks().every(({ muted }) => muted);
}
