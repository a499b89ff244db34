import type { YuvImage } from 'affect-detect';
import { describe, expect, it } from 'vitest';
import { LumaMeter, mean } from './luma-meter.js';
import { CanvasSampler, samplesOf } from './luma-sampler.js';

const SIZE = { width: 320, height: 180 };
const WHOLE = { x: 0, y: 0, ...SIZE };

function picture(color: string): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, SIZE);
  const context = canvas.getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, SIZE.width, SIZE.height);
  return { canvas, context };
}

/** A video's frame whose brightness is told for each pixel; its rows are padded. */
function frame(luma: (x: number, y: number) => number, isFullRange: boolean, red = 128): YuvImage {
  const { width, height } = SIZE;
  const rowBytes = width + 7;
  const data = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data[y * rowBytes + x] = luma(x, y);
  const half = { width: width / 2, height: height / 2, rowBytes: width / 2 };
  const color = (value: number) => ({ ...half, data: new Uint8Array((width * height) / 4).fill(value) });
  return {
    ...SIZE,
    planes: [{ ...SIZE, data, rowBytes }, color(128), color(red)],
    colors: { redWeight: 0.299, blueWeight: 0.114, isFullRange },
  };
}

describe('CanvasSampler', () => {
  it.each([
    ['#000', 0],
    ['#fff', 255],
    ['#f00', 54.2],
    ['#0f0', 182.4],
    ['#808080', 128],
  ])('measures %s', (color, expected) => {
    const sampler = new CanvasSampler().samplesOf(picture(color).canvas);
    expect(mean(sampler(WHOLE))).toBeCloseTo(expected, 1);
  });

  it('measures a part of the picture alone', () => {
    const { canvas, context } = picture('#000');
    context.fillStyle = '#fff';
    context.fillRect(100, 50, 60, 60);
    const sampler = new CanvasSampler().samplesOf(canvas);
    expect(mean(sampler({ x: 100, y: 50, width: 60, height: 60 }))).toBeCloseTo(255, 1);
  });
});

describe("the samples of a video's frame", () => {
  it.each([
    [16, false, 0],
    [235, false, 255],
    [126, false, 128.1],
    [255, false, 255],
    [128, true, 128],
  ])('measure %i, of the full range: %s', (value, isFullRange, expected) => {
    expect(mean(samplesOf(frame(() => value, isFullRange))(WHOLE))).toBeCloseTo(expected, 1);
  });

  it('measure colours as they are seen, no brighter than a screen can show them', () => {
    const lumaOf = (brightness: number) => mean(samplesOf(frame(() => brightness, true, 255))(WHOLE));
    // Red, green and blue are 254, less than 0, and 76; then more than 255, 9.3 and 100.
    expect(lumaOf(76)).toBeCloseTo(0.2126 * 254 + 0.0722 * 76, 0);
    expect(lumaOf(100)).toBeCloseTo(0.2126 * 255 + 0.7152 * 9.3 + 0.0722 * 100, 0);
  });

  it('measure a part alone, also where it reaches over the edge', () => {
    const image = frame((x, y) => (x >= 300 && y >= 150 ? 200 : 20), true);
    expect(mean(samplesOf(image)({ x: 300, y: 150, width: 40, height: 40 }))).toBe(200);
    expect(mean(samplesOf(image)({ x: -10, y: -10, width: 60, height: 60 }))).toBe(20);
  });
});

describe('LumaMeter', () => {
  it('counts for how long nothing has changed', () => {
    const { canvas, context } = picture('#345');
    const meter = new LumaMeter();
    const sampler = new CanvasSampler().samplesOf(canvas);
    expect(meter.look(sampler, SIZE, 5).stillSeconds).toBe(0);
    expect(meter.look(sampler, SIZE, 6.5).stillSeconds).toBe(1.5);
    context.fillStyle = '#346';
    context.fillRect(0, 0, 40, 40);
    expect(meter.look(sampler, SIZE, 7).stillSeconds).toBe(0);
    expect(meter.look(sampler, SIZE, 9).stillSeconds).toBe(2);
  });
});
