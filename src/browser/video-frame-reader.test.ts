import { describe, expect, it } from 'vitest';
import type { Plane, YuvImage } from '../core/types.js';
import { VideoFrameReader } from './video-frame-reader.js';

/** Frames whose samples count up, so that none can be taken for another. */
function frameOf(format: VideoPixelFormat, width: number, height: number, init = {}): VideoFrame {
  const data = Uint8Array.from({ length: 4 * width * height + 64 }, (_, i) => (7 * i) % 251);
  return new VideoFrame(data, { format, codedWidth: width, codedHeight: height, timestamp: 0, ...init });
}

/** The samples of a plane without what pads its rows. */
function samples({ data, width, height, rowBytes }: Plane): number[] {
  return Array.from(
    { length: width * height },
    (_, i) => data[Math.floor(i / width) * rowBytes + (i % width)],
  );
}

async function read(frame: VideoFrame): Promise<YuvImage | null> {
  try {
    return await new VideoFrameReader().read(frame);
  } finally {
    frame.close();
  }
}

describe('VideoFrameReader', () => {
  it.each([
    ['I420', 2, 2],
    ['I422', 2, 1],
    ['I444', 1, 1],
  ] as const)('gives the three planes of %s', async (format, across, down) => {
    const image = (await read(frameOf(format, 8, 6)))!;
    expect([image.width, image.height]).toEqual([8, 6]);
    const size = (48 / across / down) | 0;
    expect(image.planes.map(({ width, height }) => [width, height])).toEqual([
      [8, 6],
      [8 / across, 6 / down],
      [8 / across, 6 / down],
    ]);
    const all = Array.from({ length: 48 + 2 * size }, (_, i) => (7 * i) % 251);
    expect(image.planes.flatMap(samples)).toEqual(all);
  });

  it('takes the colours of NV12 apart', async () => {
    const image = (await read(frameOf('NV12', 4, 4)))!;
    const at = (i: number) => (7 * i) % 251;
    expect(samples(image.planes[1])).toEqual([16, 18, 20, 22].map(at));
    expect(samples(image.planes[2])).toEqual([17, 19, 21, 23].map(at));
  });

  it('rounds the size of the colours up where the picture is odd', async () => {
    const image = (await read(frameOf('I420', 5, 3)))!;
    expect(image.planes.map(({ width, height }) => [width, height])).toEqual([
      [5, 3],
      [3, 2],
      [3, 2],
    ]);
  });

  it('takes a visible part alone', async () => {
    const whole = frameOf('I444', 8, 8);
    const part = new VideoFrame(whole, { visibleRect: { x: 2, y: 4, width: 4, height: 2 } });
    whole.close();
    const image = (await read(part))!;
    const at = (x: number, y: number) => (7 * (8 * y + x)) % 251;
    expect(samples(image.planes[0])).toEqual(
      [2, 3, 4, 5].flatMap((x) => [at(x, 4)]).concat([2, 3, 4, 5].map((x) => at(x, 5))),
    );
  });

  it('says how the colours are made', async () => {
    const colorsOf = async (colorSpace: VideoColorSpaceInit) =>
      (await read(frameOf('I420', 4, 4, { colorSpace })))!.colors;
    expect(await colorsOf({ matrix: 'bt709', fullRange: false })).toEqual({
      redWeight: 0.2126,
      blueWeight: 0.0722,
      isFullRange: false,
    });
    expect(await colorsOf({ matrix: 'smpte170m', fullRange: true })).toEqual({
      redWeight: 0.299,
      blueWeight: 0.114,
      isFullRange: true,
    });
  });

  it('leaves to a canvas what only that shows as it is meant', async () => {
    expect(await read(frameOf('RGBA', 4, 4))).toBeNull();
    expect(await read(frameOf('I420', 4, 4, { displayWidth: 8, displayHeight: 4 }))).toBeNull();
    const colorSpace = { primaries: 'bt2020', transfer: 'pq', matrix: 'bt2020-ncl', fullRange: false };
    expect(await read(frameOf('I420', 4, 4, { colorSpace }))).toBeNull();
    expect(await read(frameOf('I420', 4, 4, { rotation: 90 }))).toBeNull();
    expect(await read(frameOf('I420', 4, 4, { flip: true }))).toBeNull();
  });

  it('keeps its memory between frames of one size', async () => {
    const reader = new VideoFrameReader();
    const buffers: ArrayBufferLike[][] = [];
    for (let i = 0; i < 2; i++) {
      const frame = frameOf('NV12', 8, 8);
      buffers.push((await reader.read(frame))!.planes.map(({ data }) => data.buffer));
      frame.close();
    }
    expect(buffers[0].every((buffer, i) => buffer === buffers[1][i])).toBe(true);
  });

  it.each(['bt709', 'smpte170m'] as const)(
    'means the same colours as a canvas draws, in %s',
    async (matrix) => {
      const width = 8;
      const height = 8;
      for (const [luma, blue, red] of [
        [60, 128, 128],
        [150, 110, 150],
        [90, 150, 120],
      ]) {
        const data = new Uint8Array(192);
        data.fill(luma, 0, 64).fill(blue, 64, 128).fill(red, 128);
        const colorSpace = {
          primaries: 'bt709',
          transfer: 'iec61966-2-1',
          matrix,
          fullRange: false,
        } as const;
        const init = {
          format: 'I444',
          codedWidth: width,
          codedHeight: height,
          timestamp: 0,
          colorSpace,
        } as const;
        const frame = new VideoFrame(data, init);
        const canvas = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
        canvas.drawImage(frame, 0, 0);
        const drawn = [...canvas.getImageData(4, 4, 1, 1).data].slice(0, 3);
        const { colors } = (await read(frame))!;
        const { redWeight, blueWeight } = colors;
        const y = ((luma - 16) * 255) / 219;
        const r = y + (2 * (1 - redWeight) * (red - 128) * 255) / 224;
        const b = y + (2 * (1 - blueWeight) * (blue - 128) * 255) / 224;
        const g = (y - redWeight * r - blueWeight * b) / (1 - redWeight - blueWeight);
        for (const [i, value] of [r, g, b].entries()) expect(Math.abs(value - drawn[i])).toBeLessThan(4);
      }
    },
  );
});
