import { CameraUnavailableError } from '../core/errors.js';
import { permissionAdvice } from './permission-advice.js';
import { playStream, type StreamSource } from './stream-source.js';

/** A camera that may be opened. */
export interface CameraDevice {
  readonly id: string;
  /** The maker's name; empty until the user has allowed a camera once. */
  readonly label: string;
}

export interface CameraOptions {
  /** Which camera; default: the one that the browser prefers, facing the user. */
  readonly deviceId?: string;
  /** Size and rate to ask for; the camera gives what comes nearest. Default 1280 x 720 at 30 frames a second. */
  readonly width?: number;
  readonly height?: number;
  readonly frameRate?: number;
}

/** An open camera. */
export interface Camera extends StreamSource {
  readonly device: CameraDevice;
}

/** List the cameras; their labels are empty until the user has allowed one. */
export async function listCameras(): Promise<CameraDevice[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices
    .filter(({ kind }) => kind === 'videoinput')
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}

/**
 * Open a camera; the browser may ask the user. `dispose` ends every track, and the camera's light goes off.
 * @throws {CameraUnavailableError} if it is absent, busy, or may not be used; the message says what to do
 */
export async function openCamera(options: CameraOptions = {}): Promise<Camera> {
  const { deviceId, width = 1280, height = 720, frameRate = 30 } = options;
  // Browsers withhold mediaDevices from plain http, except on localhost.
  if (!navigator.mediaDevices) {
    throw new CameraUnavailableError(
      'This page may not use a camera, because it is not served over https or from localhost.',
    );
  }
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: {
        ...(deviceId ? { deviceId: { exact: deviceId } } : { facingMode: 'user' }),
        width: { ideal: width },
        height: { ideal: height },
        frameRate: { ideal: frameRate },
      },
    });
  } catch (cause) {
    throw new CameraUnavailableError(explain(cause), { cause });
  }
  try {
    const source = await playStream(stream);
    const [track] = stream.getVideoTracks();
    return { ...source, device: { id: track.getSettings().deviceId ?? '', label: track.label } };
  } catch (cause) {
    throw new CameraUnavailableError('The camera gives no picture.', { cause });
  }
}

/** @see https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia for the names */
function explain(cause: unknown): string {
  switch (cause instanceof DOMException ? cause.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return permissionAdvice(navigator.userAgent, (cause as DOMException).message);
    case 'NotFoundError':
      return 'No camera was found. Plug one in, or check that the system lets the browser use it.';
    case 'NotReadableError':
    case 'AbortError':
      return 'The camera is busy: another program may be using it. Close that program, then start it again.';
    case 'OverconstrainedError':
      return 'The chosen camera is no longer there. Choose another one.';
    default:
      return `The camera can't be opened: ${cause instanceof Error ? cause.message : cause}`;
  }
}
