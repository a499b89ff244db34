import { EXPRESSIONS, type FrameResult } from '../../core/index.js';
import { pc } from '../colors.js';
import { percent, table } from './table.js';

const HEADER = ['face', 'expression', 'probability', 'box (x, y, width, height)', ...EXPRESSIONS];

/** One picture's faces as a table for people. */
export function imageTable({ source, width, height, faces }: FrameResult): string {
  const count = faces.length === 0 ? 'no face' : faces.length === 1 ? '1 face' : `${faces.length} faces`;
  const title = `${pc.bold(source ?? 'picture')}  ${width} x ${height}, ${count}`;
  if (faces.length === 0) return title;
  const rows = faces.map(({ box, expression, probability, probabilities }, i) => [
    String(i + 1),
    expression ?? 'uncertain',
    percent(probability),
    [box.x, box.y, box.width, box.height].map(Math.round).join(', '),
    ...EXPRESSIONS.map((name) => percent(probabilities[name])),
  ]);
  return `${title}\n${table(HEADER, rows)}\n`;
}
