import { type Box, EXPRESSION_COLORS, UNCERTAIN_COLOR } from 'affect-detect';
import { expressionName, formatPercent } from '../expressions.js';
import type { FaceView } from '../state/reading.js';

/** How the picture lies on the screen, CSS pixels. */
export interface OverlayView {
  readonly width: number;
  readonly height: number;
  /** CSS pixels for each pixel of the source. */
  readonly scaleX: number;
  readonly scaleY: number;
  readonly mirrored: boolean;
}

/** Sizes of a label, CSS pixels: smaller on a small picture, so that neighbours don't cover each other. */
const LABELS = {
  small: { font: '600 11px ui-sans-serif, system-ui, sans-serif', height: 17, padding: 4 },
  large: { font: '600 13px ui-sans-serif, system-ui, sans-serif', height: 22, padding: 7 },
} as const;
const SMALL_PICTURE = 520;

/**
 * Draw every face's box, expression and probability. Text stays readable when the picture is mirrored.
 * @param pixelRatio device pixels for each CSS pixel
 */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  faces: readonly FaceView[],
  chosenId: number | null,
  view: OverlayView,
  pixelRatio: number,
): void {
  const { canvas } = context;
  const width = Math.round(view.width * pixelRatio);
  const height = Math.round(view.height * pixelRatio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, view.width, view.height);
  // The chosen face comes last, so that nothing covers it.
  for (const face of faces.toSorted((a, b) => Number(a.id === chosenId) - Number(b.id === chosenId))) {
    drawFace(context, face, face.id === chosenId, view, faces.length > 1);
  }
}

function drawFace(
  context: CanvasRenderingContext2D,
  { id, face, expression, probability }: FaceView,
  isChosen: boolean,
  view: OverlayView,
  withId: boolean,
): void {
  const color = expression ? EXPRESSION_COLORS[expression] : UNCERTAIN_COLOR;
  const box = toScreen(face.box, view);
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, Math.min(10, box.width / 6));
  // A dark line around the coloured one keeps it visible on any picture.
  context.setLineDash([]);
  context.strokeStyle = 'rgb(0 0 0 / 55%)';
  context.lineWidth = isChosen ? 6 : 4;
  context.stroke();
  context.setLineDash(expression ? [] : [7, 5]);
  context.strokeStyle = color.fill;
  context.lineWidth = isChosen ? 3.5 : 2;
  context.stroke();
  context.setLineDash([]);

  const text = `${withId ? `${id}  ` : ''}${expressionName(expression)} ${formatPercent(probability)}`;
  drawLabel(context, text, box, color, view);
}

function drawLabel(
  context: CanvasRenderingContext2D,
  text: string,
  box: Box,
  color: { fill: string; text: string },
  view: OverlayView,
): void {
  const { font, height, padding } = view.width < SMALL_PICTURE ? LABELS.small : LABELS.large;
  context.font = font;
  const width = context.measureText(text).width + 2 * padding;
  const x = Math.max(2, Math.min(box.x, view.width - width - 2));
  const above = box.y - height - 4;
  const y = above >= 2 ? above : Math.min(box.y + box.height + 4, view.height - height - 2);
  context.beginPath();
  context.roundRect(x, y, width, height, 5);
  context.fillStyle = color.fill;
  context.fill();
  context.fillStyle = color.text;
  context.textBaseline = 'middle';
  context.fillText(text, x + padding, y + height / 2 + 0.5);
}

function toScreen(box: Box, { width, scaleX, scaleY, mirrored }: OverlayView): Box {
  const x = box.x * scaleX;
  const boxWidth = box.width * scaleX;
  return {
    x: mirrored ? width - x - boxWidth : x,
    y: box.y * scaleY,
    width: boxWidth,
    height: box.height * scaleY,
  };
}
