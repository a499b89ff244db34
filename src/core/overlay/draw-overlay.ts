import type { ColorPair } from '../expression/colors.js';
import { layoutOverlay, type OverlayItem, type OverlayLabel, type OverlayOptions } from './layout-overlay.js';
import type { OverlayContext } from './overlay-context.js';
import type { OverlayFace } from './overlay-face.js';

export interface DrawOverlayOptions extends OverlayOptions {
  /** CSS font families, best first. Default Inter, then the system's own. */
  readonly fontFamily?: string;
}

const DEFAULT_FONT_FAMILY = 'Inter, ui-sans-serif, system-ui, sans-serif';

/** Height of a capital letter in most sans-serif fonts, of the font size. */
const CAP_HEIGHT = 0.72;

/** Radius of a label's corners, of its height. */
const CORNER = 0.27;

/**
 * Draw every face's box, expression and probability over a picture.
 * @param context any canvas's 2D context; its transform maps the drawing's pixels to the canvas's
 * @param options size of the drawing, and what else differs from the default
 * @returns what was drawn where
 */
export function drawOverlay(
  context: OverlayContext,
  faces: readonly OverlayFace[],
  options: DrawOverlayOptions,
): OverlayItem[] {
  const { fontFamily = DEFAULT_FONT_FAMILY } = options;
  const fontOf = (fontSize: number) => `600 ${fontSize}px ${fontFamily}`;
  const items = layoutOverlay(faces, options, (text, fontSize) => {
    context.font = fontOf(fontSize);
    return context.measureText(text).width;
  });
  for (const item of items) drawBox(context, item);
  // After all boxes, so that no line runs through a text.
  for (const { label, color } of items) if (label) drawLabel(context, label, color, fontOf(label.fontSize));
  return items;
}

function drawBox(
  context: OverlayContext,
  { box, cornerRadius, color, lineWidth, outlineWidth, dashes }: OverlayItem,
): void {
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, cornerRadius);
  context.setLineDash([]);
  context.strokeStyle = 'rgb(0 0 0 / 55%)';
  context.lineWidth = outlineWidth;
  context.stroke();
  context.setLineDash([...dashes]);
  context.strokeStyle = color.fill;
  context.lineWidth = lineWidth;
  context.stroke();
  context.setLineDash([]);
}

function drawLabel(
  context: OverlayContext,
  { text, box, fontSize, padding }: OverlayLabel,
  color: ColorPair,
  font: string,
): void {
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, CORNER * box.height);
  context.fillStyle = color.fill;
  context.fill();
  context.font = font;
  context.fillStyle = color.text;
  // 'middle' means something else in every engine; the baseline doesn't.
  context.textBaseline = 'alphabetic';
  context.fillText(text, box.x + padding, box.y + (box.height + CAP_HEIGHT * fontSize) / 2);
}
