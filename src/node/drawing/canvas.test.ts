import { describe, expect, it, vi } from 'vitest';
import { OutputError } from '../../core/errors.js';
import { loadCanvas } from './canvas.js';

describe('loadCanvas', () => {
  it('writes in the font of this package, which no system font stands in for', async () => {
    const { createCanvas, fontFamily } = await loadCanvas();
    const context = createCanvas(10, 10).getContext('2d');
    context.font = `600 100px ${fontFamily}`;
    // Inter's own advance widths; no other font has them.
    expect(context.measureText('Happy 93 %').width).toBeCloseTo(592.19, 1);
    await loadCanvas();
    expect(context.measureText('Happy 93 %').width).toBeCloseTo(592.19, 1);
  });

  it('says what to install where the canvas package is missing', async () => {
    vi.doMock('@napi-rs/canvas', () => {
      throw new Error('no such package');
    });
    const failure = await loadCanvas().catch((error: unknown) => error);
    vi.doUnmock('@napi-rs/canvas');
    expect(failure).toBeInstanceOf(OutputError);
    expect((failure as OutputError).message).toContain('npm install @napi-rs/canvas');
  });
});
