import { describe, expect, it } from 'vitest';
import { LumaMeter } from './luma-meter.js';

const SIZE = { width: 320, height: 180 };

function picture(color: string): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, SIZE);
  const context = canvas.getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, SIZE.width, SIZE.height);
  return { canvas, context };
}

describe('LumaMeter', () => {
  it.each([
    ['#000', 0],
    ['#fff', 255],
    ['#f00', 54.2],
    ['#0f0', 182.4],
    ['#808080', 128],
  ])('measures %s', (color, expected) => {
    expect(new LumaMeter().luma(picture(color).canvas, { x: 0, y: 0, ...SIZE })).toBeCloseTo(expected, 1);
  });

  it('measures a part of the picture alone', () => {
    const { canvas, context } = picture('#000');
    context.fillStyle = '#fff';
    context.fillRect(100, 50, 60, 60);
    expect(new LumaMeter().luma(canvas, { x: 100, y: 50, width: 60, height: 60 })).toBeCloseTo(255, 1);
  });

  it('counts for how long nothing has changed', () => {
    const { canvas, context } = picture('#345');
    const meter = new LumaMeter();
    expect(meter.look(canvas, SIZE, 5).stillSeconds).toBe(0);
    expect(meter.look(canvas, SIZE, 6.5).stillSeconds).toBe(1.5);
    context.fillStyle = '#346';
    context.fillRect(0, 0, 40, 40);
    expect(meter.look(canvas, SIZE, 7).stillSeconds).toBe(0);
    expect(meter.look(canvas, SIZE, 9).stillSeconds).toBe(2);
  });
});
