import { describe, expect, it } from 'vitest';
import { drawOverlay } from './draw-overlay.js';
import { inkArea } from './ink-area.js';
import type { OverlayContext } from './overlay-context.js';
import { overlayFaces } from './overlay-face.js';

/** Writes down what was painted, in which colour, and where. */
class RecordingContext implements OverlayContext {
  font = '';
  fillStyle: unknown = '';
  strokeStyle: unknown = '';
  lineWidth = 0;
  textBaseline = '';
  readonly painted: { what: string; style: unknown; x: number; y: number }[] = [];
  #path = { x: 0, y: 0 };

  beginPath() {}
  setLineDash() {}
  roundRect(x: number, y: number) {
    this.#path = { x, y };
  }
  stroke() {
    this.painted.push({ what: 'stroke', style: this.strokeStyle, ...this.#path });
  }
  fill() {
    this.painted.push({ what: 'fill', style: this.fillStyle, ...this.#path });
  }
  fillText(text: string, x: number, y: number) {
    this.painted.push({ what: text, style: this.fillStyle, x, y });
  }
  measureText(text: string) {
    return { width: 0.6 * Number(/ ([\d.]+)px/.exec(this.font)?.[1]) * text.length };
  }
}

const FACE = {
  box: { x: 100, y: 100, width: 80, height: 100 },
  expression: 'sad',
  probability: 0.5,
} as const;

describe('drawOverlay', () => {
  it('draws a dark and a coloured line around the face, then its label', () => {
    const context = new RecordingContext();
    drawOverlay(context, [{ id: 1, ...FACE }], { width: 640, height: 480 });
    expect(context.painted.map(({ what, style }) => [what, style])).toEqual([
      ['stroke', 'rgb(0 0 0 / 55%)'],
      ['stroke', '#0072b2'],
      ['fill', '#0072b2'],
      ['Sad 50 %', '#ffffff'],
    ]);
  });

  it('draws all boxes before the first label, so that no line runs through a text', () => {
    const context = new RecordingContext();
    const faces = [1, 2].map((id) => ({ id, ...FACE }));
    drawOverlay(context, faces, { width: 640, height: 480 });
    const kinds = context.painted.map(({ what }) => what === 'stroke');
    expect(kinds.lastIndexOf(true)).toBeLessThan(kinds.indexOf(false));
  });

  it('writes in the font that is asked for', () => {
    const context = new RecordingContext();
    drawOverlay(context, [{ id: 1, ...FACE }], { width: 640, height: 480, scale: 2, fontFamily: 'Test' });
    expect(context.font).toBe('600 26px Test');
  });

  it('draws nothing for no face', () => {
    const context = new RecordingContext();
    expect(drawOverlay(context, [], { width: 640, height: 480 })).toEqual([]);
    expect(context.painted).toEqual([]);
  });
});

describe('inkArea', () => {
  it('is the four sides and the label, not the inside of the box', () => {
    const items = drawOverlay(new RecordingContext(), [{ id: 1, ...FACE }], { width: 640, height: 480 });
    const areas = inkArea(items);
    expect(areas).toHaveLength(5);
    const covers = (x: number, y: number) =>
      areas.some((a) => x >= a.x && x < a.x + a.width && y >= a.y && y < a.y + a.height);
    for (const [x, y] of [
      [100, 150],
      [180, 150],
      [140, 100],
      [140, 200],
      [98, 98],
    ])
      expect(covers(x, y)).toBe(true);
    expect(covers(140, 150)).toBe(false);
    expect(areas.at(-1)).toEqual(items[0].label?.box);
  });
});

describe('overlayFaces', () => {
  it("numbers a picture's faces from 1, and keeps a stream's ids", () => {
    const base = { ...FACE, score: 1, keypoints: [] as never, probabilities: {} as never };
    const still = { ...base, trackId: null };
    expect(overlayFaces({ faces: [still, still] }).map(({ id }) => id)).toEqual([1, 2]);
    expect(overlayFaces({ faces: [{ ...base, trackId: 12 }] })[0].id).toBe(12);
  });
});
