/** How FFmpeg is asked for a camera. */
export interface CameraInput {
  /** Name of FFmpeg's input device. */
  readonly format: string;
  readonly url: string;
  readonly options: Readonly<Record<string, string>>;
}

/** What a camera is asked for, complete. */
export interface CameraWishes {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

const LAVFI = 'lavfi:';

/** Whether a device is one of FFmpeg's sources and not a camera. */
export function isSource(device: string): boolean {
  return device.startsWith(LAVFI);
}

/**
 * The ways to ask for a camera, best first: a camera that can't give what is wished is asked for less.
 * @param device a camera's id, or `lavfi:` and a source
 */
export function cameraInputs(
  device: string,
  { width, height, fps }: CameraWishes,
  platform: NodeJS.Platform = process.platform,
): CameraInput[] {
  if (isSource(device)) {
    return [{ format: 'lavfi', url: `${device.slice(LAVFI.length)},realtime`, options: {} }];
  }
  const size = { video_size: `${width}x${height}` };
  const full = { ...size, framerate: String(fps) };
  if (platform === 'darwin') {
    // Cameras of Macs insist on a frame rate that they name, and nearly all name 30.
    return inputs('avfoundation', device, [full, { ...size, framerate: '30' }, { framerate: '30' }, {}]);
  }
  if (platform === 'win32') {
    return inputs('dshow', `video=${device}`, [{ ...full, vcodec: 'mjpeg' }, full, size, {}]);
  }
  // Over USB, most cameras give 720p at 30 frames a second as JPEGs only.
  return inputs('v4l2', device, [{ ...full, input_format: 'mjpeg' }, full, {}]);
}

function inputs(format: string, url: string, options: readonly CameraInput['options'][]): CameraInput[] {
  return options.map((each) => ({ format, url, options: each }));
}

/**
 * A source that plays a video file again and again.
 * @param path absolute
 */
export function clipSource(path: string): string {
  // Escaped twice: once as an option's value, once as a part of a graph.
  const value = path.replace(/[\\':]/g, '\\$&').replace(/[\\'[\],;]/g, '\\$&');
  // The file's own times begin afresh with each round.
  return `${LAVFI}movie=${value}:loop=0,setpts=N/FRAME_RATE/TB`;
}
