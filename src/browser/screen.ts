import { CameraUnavailableError } from '../core/errors.js';
import { playStream, type StreamSource } from './stream-source.js';

export interface ScreenOptions {
  /** Frames a second to ask for. Default 15: a screen at full rate would take the time that reading needs. */
  readonly frameRate?: number;
}

/**
 * Ask the user for a screen, a window or a tab, and show it; must be called from a click or a key press. `dispose`
 * ends the sharing.
 * @throws {CameraUnavailableError} if the user chooses none, or the browser or system doesn't allow it
 */
export async function openScreen({ frameRate = 15 }: ScreenOptions = {}): Promise<StreamSource> {
  if (!navigator.mediaDevices?.getDisplayMedia) {
    throw new CameraUnavailableError(
      "This browser can't share a screen with a page, or this page is not served over https or from localhost.",
    );
  }
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: { frameRate: { ideal: frameRate } },
      audio: false,
    });
    return await playStream(stream);
  } catch (cause) {
    throw new CameraUnavailableError(explain(cause), { cause });
  }
}

/** @see https://www.w3.org/TR/screen-capture/#dom-mediadevices-getdisplaymedia for the names */
function explain(cause: unknown): string {
  switch (cause instanceof DOMException ? cause.name : '') {
    case 'NotAllowedError':
      return 'No screen was shared: none was chosen, or the system does not let this browser record it (on macOS: Settings, Privacy & Security, Screen Recording).';
    case 'NotFoundError':
      return 'There is no screen, window or tab to share.';
    case 'NotReadableError':
    case 'AbortError':
      return 'The system gives no picture of this screen, window or tab. Choose another one.';
    default:
      return `The screen can't be shared: ${cause instanceof Error ? cause.message : cause}`;
  }
}
