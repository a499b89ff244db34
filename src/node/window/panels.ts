import {
  EXPRESSION_COLORS,
  EXPRESSIONS,
  type Face,
  type FrameResult,
  UNCERTAIN_COLOR,
} from '../../core/index.js';
import { expressionName, formatPercent } from '../../core/overlay/label-text.js';
import type { SKRSContext2D } from '../drawing/canvas.js';
import type { FaceCourse } from './recent-course.js';

/** A part of the picture that is drawn over, whole pixels. */
export interface Panel {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Draw it; its top left corner is at 0, 0. */
  draw(context: SKRSContext2D): void;
}

/** The picture that panels are laid over. */
export interface Ground {
  readonly width: number;
  readonly height: number;
  /** Size of text and lines, 1 for a 13 px font. */
  readonly scale: number;
  readonly fontFamily: string;
}

const BACKGROUND = 'rgb(12 14 18 / 72%)';
const TEXT = '#ffffff';
const TRACK = 'rgb(255 255 255 / 16%)';

/** Faces that get bars, and rows in the time course; more would hide the picture. */
const MOST_FACES = 3;

/** Bars of the seven probabilities of each face, at the top left. */
export function barPanels({ faces }: FrameResult, ground: Ground): Panel[] {
  const { scale } = ground;
  const margin = Math.round(8 * scale);
  const row = Math.round(17 * scale);
  const width = Math.round(196 * scale);
  const height = (EXPRESSIONS.length + 1) * row + margin;
  const shown = faces.toSorted(byId).slice(0, MOST_FACES);
  return shown
    .map((face, i) => ({
      x: margin + i * (width + margin),
      y: margin,
      width,
      height,
      draw: (context: SKRSContext2D) => drawBars(context, face, { ...ground, width, height, row }),
    }))
    .filter((panel) => fits(panel, ground));
}

function byId(a: Face, b: Face): number {
  return (a.trackId ?? 0) - (b.trackId ?? 0);
}

function drawBars(
  context: SKRSContext2D,
  { trackId, probabilities }: Face,
  { width, height, row, scale, fontFamily }: Ground & { readonly row: number },
): void {
  const padding = 8 * scale;
  fillBackground(context, width, height, scale);
  setFont(context, 12 * scale, fontFamily);
  context.fillText(`Face ${trackId ?? ''}`, padding, 0.75 * row + padding / 2);
  EXPRESSIONS.forEach((expression, i) => {
    const top = (i + 1) * row + padding / 2;
    const probability = probabilities[expression];
    const left = 68 * scale;
    const length = width - left - 48 * scale;
    context.fillStyle = TEXT;
    context.fillText(expressionName(expression), padding, top + 0.75 * row);
    context.fillStyle = TRACK;
    context.fillRect(left, top + 0.25 * row, length, 0.55 * row);
    context.fillStyle = EXPRESSION_COLORS[expression].fill;
    context.fillRect(left, top + 0.25 * row, length * probability, 0.55 * row);
    context.fillStyle = TEXT;
    context.textAlign = 'right';
    context.fillText(formatPercent(probability), width - padding, top + 0.75 * row);
    context.textAlign = 'left';
  });
}

/** A strip along the lower edge: each face's expression over the last half minute, as high as it is probable. */
export function coursePanels(faces: readonly FaceCourse[], seconds: number, ground: Ground): Panel[] {
  const { scale, fontFamily } = ground;
  // The faces that are in view, or were last.
  const shown = faces
    .toSorted((a, b) => lastSeen(b) - lastSeen(a) || a.trackId - b.trackId)
    .slice(0, MOST_FACES);
  if (shown.length === 0) return [];
  const row = Math.round(34 * scale);
  const width = ground.width;
  const height = shown.length * row + Math.round(18 * scale);
  const draw = (context: SKRSContext2D) => {
    const padding = 8 * scale;
    const left = 58 * scale;
    fillBackground(context, width, height, 0);
    setFont(context, 12 * scale, fontFamily);
    shown
      .toSorted((a, b) => a.trackId - b.trackId)
      .forEach(({ trackId, cells }, i) => {
        const bottom = (i + 1) * row;
        context.fillStyle = TEXT;
        context.fillText(`Face ${trackId}`, padding, bottom - 0.35 * row);
        const step = (width - left - padding) / cells.length;
        cells.forEach((cell, column) => {
          if (!cell) return;
          const { fill } = cell.expression ? EXPRESSION_COLORS[cell.expression] : UNCERTAIN_COLOR;
          const size = cell.probability * (row - 4 * scale);
          // Whole pixels, so that no seams show.
          const from = Math.round(left + column * step);
          const to = Math.round(left + (column + 1) * step);
          context.fillStyle = fill;
          context.fillRect(from, bottom - size, to - from, size);
        });
      });
    context.fillStyle = TEXT;
    context.fillText(`${Math.round(seconds)} s ago`, left, height - 5 * scale);
    context.textAlign = 'right';
    context.fillText('now', width - padding, height - 5 * scale);
    context.textAlign = 'left';
  };
  return [{ x: 0, y: ground.height - height, width, height, draw }].filter((panel) => fits(panel, ground));
}

function lastSeen({ cells }: FaceCourse): number {
  return cells.findLastIndex(Boolean);
}

/** A line of text at the top right: what a key has just done. */
export function noticePanel(text: string, ground: Ground): Panel[] {
  const { scale, fontFamily } = ground;
  const width = Math.round((24 + 7.4 * text.length) * scale);
  const height = Math.round(26 * scale);
  const margin = Math.round(8 * scale);
  const draw = (context: SKRSContext2D) => {
    fillBackground(context, width, height, scale);
    setFont(context, 13 * scale, fontFamily);
    context.textAlign = 'center';
    context.fillText(text, width / 2, 0.68 * height);
    context.textAlign = 'left';
  };
  return [{ x: ground.width - width - margin, y: margin, width, height, draw }].filter((panel) =>
    fits(panel, ground),
  );
}

function fits({ x, y, width, height }: Panel, ground: Ground): boolean {
  return x >= 0 && y >= 0 && x + width <= ground.width && y + height <= ground.height;
}

function fillBackground(context: SKRSContext2D, width: number, height: number, scale: number): void {
  context.fillStyle = BACKGROUND;
  context.beginPath();
  context.roundRect(0, 0, width, height, 6 * scale);
  context.fill();
}

function setFont(context: SKRSContext2D, size: number, fontFamily: string): void {
  context.font = `600 ${size}px ${fontFamily}`;
  context.fillStyle = TEXT;
  context.textBaseline = 'alphabetic';
}
