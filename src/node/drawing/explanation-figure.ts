import { invertAffine } from '../../core/alignment/similarity-transform.js';
import { heatAlpha, heatColor, heatImage } from '../../core/explanation/heat-colors.js';
import type { SaliencyMap } from '../../core/explanation/occlusion-saliency.js';
import type { FrameResult, RgbImage } from '../../core/index.js';
import { drawOverlay } from '../../core/overlay/draw-overlay.js';
import { expressionName, formatPercent, labelText } from '../../core/overlay/label-text.js';
import { overlayFaces } from '../../core/overlay/overlay-face.js';
import type { FaceExplanation } from '../explain-faces.js';
import type { Canvas, CanvasLibrary, SKRSContext2D } from './canvas.js';

/** Side of each aligned face in the figure, pixels. */
export const FIGURE_CROP_SIZE = 192;

/** The picture in the figure is shrunk to this longest side, pixels. */
const LONGEST_SIDE = 1280;
const SHORTEST_WIDTH = 480;
const MARGIN = 24;
const GAP = 8;
const CELL_WIDTH = 2 * FIGURE_CROP_SIZE + GAP;
const CELL_HEIGHT = FIGURE_CROP_SIZE + 60;
const LEGEND_HEIGHT = 36;
const LEGEND_WIDTH = 160;
const INK = '#1b1b1b';
const FAINT_INK = '#595959';

/**
 * Draw why each face was read as it was: the picture with a heat map on every face, and below it every face upright,
 * plain and with its heat map.
 * @param library as `loadCanvas` gives it
 * @param image the picture as it was read
 */
export function drawExplanation(
  library: CanvasLibrary,
  image: RgbImage,
  result: FrameResult,
  explanations: readonly FaceExplanation[],
): RgbImage {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  const picture = {
    width: Math.max(1, Math.round(image.width * scale)),
    height: Math.max(1, Math.round(image.height * scale)),
  };
  const width = Math.max(picture.width, SHORTEST_WIDTH) + 2 * MARGIN;
  const columns = Math.max(1, Math.floor((width - 2 * MARGIN + MARGIN) / (CELL_WIDTH + MARGIN)));
  const rows = Math.ceil(explanations.length / columns);
  const height = MARGIN + picture.height + MARGIN + LEGEND_HEIGHT + rows * CELL_HEIGHT + MARGIN / 2;
  const canvas = library.createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';

  const left = Math.round((width - picture.width) / 2);
  context.setTransform(1, 0, 0, 1, left, MARGIN);
  context.save();
  context.beginPath();
  context.rect(0, 0, picture.width, picture.height);
  context.clip();
  context.drawImage(toCanvas(library, image), 0, 0, picture.width, picture.height);
  for (const explanation of explanations) drawHeatInPlace(context, library, explanation, scale, left);
  context.setTransform(1, 0, 0, 1, left, MARGIN);
  const { fontFamily } = library;
  const faces = overlayFaces(result);
  drawOverlay(context, faces, { ...picture, source: result, fontFamily });
  context.restore();

  context.setTransform(1, 0, 0, 1, 0, 0);
  const legendTop = MARGIN + picture.height + MARGIN;
  drawLegend(context, MARGIN, legendTop, fontFamily);
  const titles = faces.map((face) => labelText(face, faces.length > 1));
  for (const [i, explanation] of explanations.entries()) {
    const x = MARGIN + (i % columns) * (CELL_WIDTH + MARGIN);
    const y = legendTop + LEGEND_HEIGHT + Math.floor(i / columns) * CELL_HEIGHT;
    drawCell(context, library, explanation, titles[i], x, y);
  }
  const { data } = context.getImageData(0, 0, width, height);
  return { data, width, height, channels: 4 };
}

/** A face's heat map over the face itself, turned and sized as the face is. */
function drawHeatInPlace(
  context: SKRSContext2D,
  library: CanvasLibrary,
  { saliency, transform }: FaceExplanation,
  scale: number,
  left: number,
): void {
  const [a, b, tx, c, d, ty] = invertAffine(transform);
  // Half a pixel each: the transform has pixel centres at integers, a canvas has them at halves.
  const x = tx - (a + b) / 2 + 0.5;
  const y = ty - (c + d) / 2 + 0.5;
  context.setTransform(a * scale, c * scale, b * scale, d * scale, x * scale + left, y * scale + MARGIN);
  context.drawImage(heatCanvas(library, saliency), 0, 0);
}

function drawCell(
  context: SKRSContext2D,
  library: CanvasLibrary,
  { face, saliency, crop }: FaceExplanation,
  title: string,
  x: number,
  y: number,
): void {
  const tile = toCanvas(library, crop);
  const beside = x + FIGURE_CROP_SIZE + GAP;
  context.drawImage(tile, x, y);
  context.filter = 'grayscale(1)';
  context.drawImage(tile, beside, y);
  context.filter = 'none';
  context.drawImage(heatCanvas(library, saliency), beside, y, crop.width, crop.height);
  write(context, title, x, y + crop.height + 20, 15, INK, library.fontFamily);
  const why = face.expression ? '' : `${expressionName(saliency.expression)}? `;
  const subtitle = `${why}${formatPercent(saliency.probabilityWithout)} with the brightest fifth hidden`;
  write(context, subtitle, x, y + crop.height + 38, 12, FAINT_INK, library.fontFamily);
}

function drawLegend(context: SKRSContext2D, x: number, y: number, fontFamily: string): void {
  const before = 'hiding it changes nothing';
  write(context, before, x, y + 10, 12, FAINT_INK, fontFamily);
  const start = x + context.measureText(before).width + GAP;
  for (let i = 0; i < LEGEND_WIDTH; i++) {
    const strength = i / (LEGEND_WIDTH - 1);
    context.fillStyle = `rgb(${heatColor(strength).join(' ')} / ${heatAlpha(strength)})`;
    context.fillRect(start + i, y, 1, 12);
  }
  write(context, 'hiding it weighs most', start + LEGEND_WIDTH + GAP, y + 10, 12, FAINT_INK, fontFamily);
}

function write(
  context: SKRSContext2D,
  text: string,
  x: number,
  y: number,
  size: number,
  color: string,
  fontFamily: string,
): void {
  context.font = `600 ${size}px ${fontFamily}`;
  context.fillStyle = color;
  context.fillText(text, x, y);
}

function toCanvas(library: CanvasLibrary, { data, width, height, channels }: RgbImage): Canvas {
  const canvas = library.createCanvas(width, height);
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(width, height);
  for (let from = 0, to = 0; to < pixels.data.length; from += channels, to += 4) {
    pixels.data[to] = data[from];
    pixels.data[to + 1] = data[from + 1];
    pixels.data[to + 2] = data[from + 2];
    pixels.data[to + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

function heatCanvas(library: CanvasLibrary, saliency: SaliencyMap): Canvas {
  const { data, width, height } = heatImage(saliency);
  const canvas = library.createCanvas(width, height);
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(width, height);
  pixels.data.set(data);
  context.putImageData(pixels, 0, 0);
  return canvas;
}
