import { beforeAll, describe, expect, it } from 'vitest';
import type { RgbImage } from '../../core/index.js';
import { drawOverlay } from '../../core/overlay/draw-overlay.js';
import type { OverlayFace } from '../../core/overlay/overlay-face.js';
import { loadCanvas } from './canvas.js';
import { createOverlayPainter, type OverlayPainter } from './overlay-painter.js';

const FACES: OverlayFace[] = [
  { id: 1, box: { x: 60, y: 80, width: 90, height: 110 }, expression: 'happy', probability: 0.93 },
  { id: 2, box: { x: 130, y: 120, width: 120, height: 140 }, expression: null, probability: 0.3 },
  { id: 3, box: { x: -10, y: 250, width: 50, height: 80 }, expression: 'sad', probability: 0.6 },
];

let painter: OverlayPainter;
beforeAll(async () => {
  painter = await createOverlayPainter();
});

function gray(width: number, height: number, channels: 3 | 4 = 3): RgbImage {
  return { data: new Uint8Array(width * height * channels).fill(120), width, height, channels };
}

/** The same picture by a canvas of its full size, which is slow but plain. */
async function byFullCanvas(width: number, height: number): Promise<Uint8ClampedArray> {
  const { createCanvas, fontFamily } = await loadCanvas();
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = 'rgb(120, 120, 120)';
  context.fillRect(0, 0, width, height);
  drawOverlay(context, FACES, { width, height, fontFamily });
  return context.getImageData(0, 0, width, height).data;
}

describe('OverlayPainter', () => {
  it.each([
    [320, 300],
    [300, 1500],
  ])('draws into pixels what a whole canvas would show (%i x %i)', async (width, height) => {
    const image = gray(width, height);
    painter.draw(image, FACES);
    const expected = await byFullCanvas(width, height);
    let worst = 0;
    let changed = 0;
    for (let i = 0; i < width * height; i++) {
      for (let c = 0; c < 3; c++) {
        worst = Math.max(worst, Math.abs(image.data[3 * i + c] - expected[4 * i + c]));
        if (image.data[3 * i + c] !== 120) changed++;
      }
    }
    // Rounding of premultiplied colours.
    expect(worst).toBeLessThanOrEqual(3);
    expect(changed).toBeGreaterThan(3000);
  });

  it('leaves nothing of one frame in the next', () => {
    const first = gray(320, 300);
    painter.draw(first, FACES);
    const second = gray(320, 300);
    painter.draw(second, FACES.slice(0, 1));
    const fresh = gray(320, 300);
    painter.draw(fresh, FACES.slice(0, 1));
    expect(second.data).toEqual(fresh.data);
    expect(second.data).not.toEqual(first.data);
  });

  it("maps the source's pixels to those of a frame that was decoded smaller", () => {
    const image = gray(160, 150);
    painter.draw(image, [FACES[0]], { source: { width: 320, height: 300 } });
    const at = 3 * (65 * 160 + 30);
    expect([...image.data.subarray(at, at + 3)]).not.toEqual([120, 120, 120]);
  });

  it('draws into pixels with alpha, and does nothing without faces or room', () => {
    const withAlpha = gray(320, 300, 4);
    const plain = gray(320, 300);
    painter.draw(withAlpha, FACES);
    painter.draw(plain, FACES);
    expect([...withAlpha.data.filter((_, i) => i % 4 !== 3)]).toEqual([...plain.data]);
    const tiny = gray(1, 1);
    painter.draw(tiny, []);
    expect([...tiny.data]).toEqual([120, 120, 120]);
    painter.draw(tiny, FACES);
    painter.draw(gray(1, 700), FACES);
  });
});
