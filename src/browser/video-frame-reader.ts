import type { Plane, YuvColors, YuvImage } from '../core/types.js';

/** Shares of red and blue in brightness, by the matrix that a frame names; Rec. 601 for all others. */
const WEIGHTS: Readonly<Record<string, readonly [number, number]>> = {
  bt709: [0.2126, 0.0722],
  'bt2020-ncl': [0.2627, 0.0593],
};
const REC_601 = [0.299, 0.114] as const;

/** How many pixels one sample of a colour difference stands for, across and down. */
const SUBSAMPLING: Readonly<Record<string, readonly [number, number]>> = {
  I420: [2, 2],
  I420A: [2, 2],
  NV12: [2, 2],
  I422: [2, 1],
  I422A: [2, 1],
  I444: [1, 1],
  I444A: [1, 1],
};

/** What newer browsers say of a frame that is stored turned or mirrored. */
interface Orientation {
  readonly rotation?: number;
  readonly flip?: boolean;
}

/** Whether this browser says of a frame whether it is stored turned. */
export function tellsOrientation(): boolean {
  return 'VideoFrame' in globalThis && 'rotation' in VideoFrame.prototype;
}

/** Whether a frame is stored turned or mirrored, as far as the browser says. */
export function isTurned(frame: VideoFrame): boolean {
  const { rotation = 0, flip = false } = frame as Orientation;
  return rotation !== 0 || flip;
}

/**
 * Reads video frames as their decoder has them, without a canvas: drawing one takes many times as long, and without a GPU
 * Chromium keeps hundreds of megabytes of what was drawn. The memory is kept between frames.
 */
export class VideoFrameReader {
  #bytes = new Uint8Array(0);
  #colors = new Uint8Array(0);

  /**
   * Read a frame.
   * @returns its samples, valid until the next call; `null` where only a canvas shows them as they are meant to be seen
   */
  async read(frame: VideoFrame): Promise<YuvImage | null> {
    const { format, visibleRect, displayWidth: width, displayHeight: height, colorSpace } = frame;
    if (format === null || !(format in SUBSAMPLING)) return null;
    if (isTurned(frame) || visibleRect?.width !== width || visibleRect.height !== height) return null;
    // High dynamic range must be mapped to what the networks know.
    if (['pq', 'hlg'].includes(colorSpace.transfer ?? '')) return null;
    const bytes = this.#roomFor(frame.allocationSize());
    const layout = await frame.copyTo(bytes);
    const [across, down] = SUBSAMPLING[format];
    const size = { width: Math.ceil(width / across), height: Math.ceil(height / down) };
    const plane = (i: number, { width, height }: typeof size): Plane => {
      const { offset, stride } = layout[i];
      return { data: bytes.subarray(offset), width, height, rowBytes: stride };
    };
    const [blue, red] =
      format === 'NV12'
        ? this.#separate(plane(1, { ...size, width: 2 * size.width }))
        : [plane(1, size), plane(2, size)];
    const planes = [plane(0, { width, height }), blue, red] as const;
    return { width, height, planes, colors: colorsOf(colorSpace) };
  }

  /** Take apart a plane in which both colour differences take turns. */
  #separate({ data, width, height, rowBytes }: Plane): [Plane, Plane] {
    const half = width / 2;
    const length = half * height;
    if (this.#colors.length !== 2 * length) this.#colors = new Uint8Array(2 * length);
    const colors = this.#colors;
    for (let y = 0, to = 0; y < height; y++) {
      for (let x = 0, from = y * rowBytes; x < half; x++, to++, from += 2) {
        colors[to] = data[from];
        colors[length + to] = data[from + 1];
      }
    }
    const size = { width: half, height, rowBytes: half };
    return [
      { ...size, data: colors.subarray(0, length) },
      { ...size, data: colors.subarray(length) },
    ];
  }

  #roomFor(size: number): Uint8Array<ArrayBuffer> {
    if (this.#bytes.length !== size) this.#bytes = new Uint8Array(size);
    return this.#bytes as Uint8Array<ArrayBuffer>;
  }
}

function colorsOf({ matrix, fullRange }: VideoColorSpace): YuvColors {
  const [redWeight, blueWeight] = WEIGHTS[matrix ?? ''] ?? REC_601;
  return { redWeight, blueWeight, isFullRange: fullRange === true };
}
