import { describe, expect, it } from 'vitest';
import { EXPRESSION_COLORS, UNCERTAIN_COLOR } from '../expression/colors.js';
import { layoutOverlay, type OverlayOptions, overlayScale } from './layout-overlay.js';
import type { OverlayFace } from './overlay-face.js';

const VGA = { width: 640, height: 480 };
const measure = (text: string, fontSize: number) => 0.5 * fontSize * text.length;
const layout = (faces: readonly OverlayFace[], options: Partial<OverlayOptions> = {}) =>
  layoutOverlay(faces, { ...VGA, ...options }, measure);

function face(id: number, x = 100, changes: Partial<OverlayFace> = {}): OverlayFace {
  const box = { x, y: 100, width: 80, height: 100 };
  return { id, box, expression: 'happy', probability: 0.934, ...changes };
}

describe('layoutOverlay', () => {
  it("names the expression in its colour, without a number for a face that's alone", () => {
    const [item] = layout([face(7)]);
    expect(item.label?.text).toBe('Happy 93 %');
    expect(item.color).toBe(EXPRESSION_COLORS.happy);
    expect(item.dashes).toEqual([]);
  });

  it('numbers the faces where there are several', () => {
    expect(layout([face(7), face(9, 400)]).map(({ label }) => label?.text)).toEqual([
      '7  Happy 93 %',
      '9  Happy 93 %',
    ]);
  });

  it('dashes the box of an uncertain face', () => {
    const [item] = layout([face(1, 100, { expression: null, probability: 0.31 })]);
    expect(item.label?.text).toBe('Uncertain 31 %');
    expect(item.color).toBe(UNCERTAIN_COLOR);
    expect(item.dashes).toHaveLength(2);
  });

  it('draws the chosen face last and with a bolder line', () => {
    const items = layout([face(1), face(2, 400)], { chosenId: 1 });
    expect(items.map(({ label }) => label?.text[0])).toEqual(['2', '1']);
    expect(items[1].lineWidth).toBeGreaterThan(items[0].lineWidth);
  });

  it("maps boxes from the source's pixels to the drawing's, mirrored where asked", () => {
    const source = { width: 1280, height: 960 };
    const plain = layout([face(1)], { source })[0].box;
    expect(plain).toEqual({ x: 50, y: 50, width: 40, height: 50 });
    const { x, width } = layout([face(1)], { source, mirrored: true })[0].box;
    expect(x + width).toBe(640 - plain.x);
  });

  it('makes text and lines larger in larger pictures, and never tiny', () => {
    expect(overlayScale({ width: 4000, height: 3000 })).toBeCloseTo(5.56, 2);
    expect(overlayScale({ width: 3000, height: 4000 })).toBeCloseTo(5.56, 2);
    expect(overlayScale({ width: 64, height: 48 })).toBeGreaterThan(0.7);
  });

  it('makes text smaller in a crowd, until labels cover nothing', () => {
    const crowd = Array.from({ length: 6 }, (_, i) => face(i + 1, 10 + i * 90));
    const many = layoutOverlay(crowd, { width: 640, height: 230, scale: 2 }, measure);
    const alone = layoutOverlay([crowd[0]], { width: 640, height: 230, scale: 2 }, measure);
    expect(many[0].label?.fontSize).toBeLessThan(alone[0].label?.fontSize ?? 0);
    for (const [i, { label }] of many.entries()) {
      for (const { label: other } of many.slice(i + 1)) {
        const isApart =
          !label ||
          !other ||
          label.box.x + label.box.width <= other.box.x ||
          other.box.x + other.box.width <= label.box.x ||
          label.box.y + label.box.height <= other.box.y ||
          other.box.y + other.box.height <= label.box.y;
        expect(isApart).toBe(true);
      }
    }
  });

  it('leaves the text out of a picture that is too small for it, and keeps the box', () => {
    const box = { x: 2, y: 2, width: 6, height: 6 };
    const [item] = layout([face(1, 0, { box })], { width: 10, height: 10 });
    expect(item.label).toBeNull();
    expect(item.box).toEqual(box);
    expect(
      layout([face(1, 0, { box: { x: 0, y: 0, width: 1, height: 1 } })], { width: 1, height: 1 }),
    ).toHaveLength(1);
  });
});
