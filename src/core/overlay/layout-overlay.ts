import { type ColorPair, EXPRESSION_COLORS, UNCERTAIN_COLOR } from '../expression/colors.js';
import type { Box } from '../types.js';
import { labelText } from './label-text.js';
import type { OverlayFace } from './overlay-face.js';
import { placeLabels } from './place-labels.js';

/** Width and height, pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface OverlayOptions extends Size {
  /** What the faces' boxes are measured in, where it isn't the drawing itself: the source's size, pixels. */
  readonly source?: Size;
  /** Turn left and right, as in a mirror; text stays readable. Default false. */
  readonly mirrored?: boolean;
  /** Size of text and lines, 1 for a 13 px font; default by the size of the drawing. */
  readonly scale?: number;
  /** Number of the face that is drawn boldly and on top; default none. */
  readonly chosenId?: number | null;
}

/** A rectangle with text. */
export interface OverlayLabel {
  readonly text: string;
  readonly box: Box;
  /** Pixels. */
  readonly fontSize: number;
  /** Room to the left and right of the text, pixels. */
  readonly padding: number;
}

/** All that is drawn for one face; pixels of the drawing. */
export interface OverlayItem {
  readonly box: Box;
  readonly cornerRadius: number;
  readonly color: ColorPair;
  readonly lineWidth: number;
  /** Width of the dark line under the coloured one, which keeps it visible on any picture. */
  readonly outlineWidth: number;
  /** Empty for a whole line. */
  readonly dashes: readonly number[];
  /** `null` where the drawing is too small for any text. */
  readonly label: OverlayLabel | null;
}

const FONT_SIZE = 13;
const LABEL_HEIGHT = 22;
const LABEL_PADDING = 7;
const LABEL_GAP = 4;

/** A drawing whose shorter side is this many pixels has text at scale 1. */
const REFERENCE_SIDE = 540;
/** Below this size nobody can read the text. */
const SMALLEST_FONT_SIZE = 8;
/** A default scale doesn't go below this, though the drawing be small. */
const SMALLEST_SCALE = 0.77;
/** Sizes tried, of the one asked for. */
const SHRINK_STEPS = [1, 0.85, 0.7, 0.55];
/** Text is made smaller if that spares a label so much covering on average, as `placeLabels` counts it. */
const WORTH_SHRINKING = 0.1;
/** A label that doesn't fit is as bad as one that is covered. */
const MISSING_COST = 100;

/** Size of text and lines that suits a drawing, 1 for a 13 px font. */
export function overlayScale({ width, height }: Size): number {
  return Math.max(SMALLEST_SCALE, Math.min(width, height) / REFERENCE_SIDE);
}

/**
 * Decide what is drawn where: a box for every face, and a label beside it that stays inside the picture and off the
 * other labels where that can be. The chosen face comes last, so that nothing covers it.
 * @param measure width of a text at a font size, pixels
 */
export function layoutOverlay(
  faces: readonly OverlayFace[],
  options: OverlayOptions,
  measure: (text: string, fontSize: number) => number,
): OverlayItem[] {
  const { chosenId = null, scale = overlayScale(options) } = options;
  const ordered = faces.toSorted((a, b) => Number(a.id === chosenId) - Number(b.id === chosenId));
  const boxes = ordered.map(({ box }) => toDrawing(box, options));
  const texts = ordered.map((face) => labelText(face, faces.length > 1));
  const labels = layoutLabels(texts, boxes, options, scale, measure);
  return ordered.map(({ id, expression }, i) => {
    const isChosen = id === chosenId;
    const box = boxes[i];
    return {
      box,
      cornerRadius: Math.min(10 * scale, box.width / 6, box.height / 6),
      color: expression ? EXPRESSION_COLORS[expression] : UNCERTAIN_COLOR,
      lineWidth: (isChosen ? 3.5 : 2) * scale,
      outlineWidth: (isChosen ? 6 : 4) * scale,
      dashes: expression ? [] : [7 * scale, 5 * scale],
      label: labels[i],
    };
  });
}

/** Labels as large as the scale asks for, or smaller where they would cover each other or faces. */
function layoutLabels(
  texts: readonly string[],
  faces: readonly Box[],
  picture: Size,
  scale: number,
  measure: (text: string, fontSize: number) => number,
): (OverlayLabel | null)[] {
  let best: (OverlayLabel | null)[] = texts.map(() => null);
  let leastCovering = Number.POSITIVE_INFINITY;
  for (const step of SHRINK_STEPS) {
    const size = step * scale;
    const fontSize = FONT_SIZE * size;
    if (fontSize < SMALLEST_FONT_SIZE) break;
    const height = Math.round(LABEL_HEIGHT * size);
    const padding = LABEL_PADDING * size;
    const widths = texts.map((text) => Math.ceil(measure(text, fontSize) + 2 * padding));
    const fitting = [...texts.keys()].filter((i) => widths[i] <= picture.width && height <= picture.height);
    const requests = fitting.map((i) => ({ face: faces[i], width: widths[i], height }));
    const { boxes, covering } = placeLabels(requests, picture, LABEL_GAP * size);
    const missing = texts.length - fitting.length;
    const mean = (covering + MISSING_COST * missing) / texts.length;
    if (mean > leastCovering - WORTH_SHRINKING) continue;
    leastCovering = mean;
    best = texts.map(() => null);
    for (const [k, i] of fitting.entries()) best[i] = { text: texts[i], box: boxes[k], fontSize, padding };
    if (mean < WORTH_SHRINKING) break;
  }
  return best;
}

/** A box of the source, in pixels of the drawing. */
function toDrawing(
  box: Box,
  { width, height, source = { width, height }, mirrored = false }: OverlayOptions,
): Box {
  const scaleX = width / source.width;
  const scaleY = height / source.height;
  const x = box.x * scaleX;
  const boxWidth = box.width * scaleX;
  return {
    x: mirrored ? width - x - boxWidth : x,
    y: box.y * scaleY,
    width: boxWidth,
    height: box.height * scaleY,
  };
}
