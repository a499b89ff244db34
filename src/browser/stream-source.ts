import { type FramesOptions, type StreamFrame, type VideoSource, videoFrames } from './video.js';

/** A media stream that is shown live: a camera, or a screen. */
export interface StreamSource extends VideoSource {
  readonly stream: MediaStream;
  /** Size of the picture when it was opened, pixels. */
  readonly width: number;
  readonly height: number;
  /** Resolves when the picture has stopped: by `dispose`, or because it was unplugged, taken away or ended elsewhere. */
  readonly stopped: Promise<'disposed' | 'lost'>;
}

/**
 * Show a stream in an element; every track of it ends with the source.
 * @throws {DOMException} if it gives no picture; its tracks have ended then
 */
export async function playStream(stream: MediaStream): Promise<StreamSource> {
  const [track] = stream.getVideoTracks();
  const element = document.createElement('video');
  element.muted = true;
  element.playsInline = true;
  element.srcObject = stream;
  const stopTracks = () => {
    for (const each of stream.getTracks()) each.stop();
    element.srcObject = null;
  };
  try {
    await element.play();
  } catch (error) {
    stopTracks();
    throw error;
  }
  let end: (reason: 'disposed' | 'lost') => void = () => {};
  const stopped = new Promise<'disposed' | 'lost'>((resolve) => {
    end = resolve;
  });
  track.addEventListener('ended', () => end('lost'));
  return {
    stream,
    element,
    width: element.videoWidth,
    height: element.videoHeight,
    stopped,
    frames: (options?: FramesOptions): AsyncGenerator<StreamFrame> => videoFrames(element, options),
    dispose() {
      stopTracks();
      end('disposed');
    },
  };
}
