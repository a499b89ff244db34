import {
  EXPRESSION_COLORS,
  EXPRESSIONS,
  type Face,
  type FrameResult,
  UNCERTAIN_COLOR,
} from '../../core/index.js';
import { expressionName, formatPercent } from '../../core/overlay/label-text.js';
import type { FaceCourse } from '../../node/window/recent-course.js';

/** What the terminal shows. */
export interface ScreenState {
  /** Name of the camera. */
  readonly source: string;
  readonly result: Pick<FrameResult, 'width' | 'height' | 'faces'>;
  /** The last half minute of each face. */
  readonly courses: readonly FaceCourse[];
  readonly threshold: number;
  readonly isRecording: boolean;
  readonly notice: string | null;
  /** Frames read a second. */
  readonly rate: number;
}

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
  readonly hasColor: boolean;
}

/** Text in one colour; its length is what it takes on the screen. */
interface Span {
  readonly text: string;
  /** `#rrggbb`; the terminal's own without it. */
  readonly color?: string;
}

const BLOCK_WIDTH = 40;
const NAME_WIDTH = 10;
const PERCENT_WIDTH = 6;
const LEVELS = '▁▂▃▄▅▆▇█';
const KEYS = 'q quit   + - threshold   r record   s snapshot';

/** Lay the screen out: as many faces as there is room for, each with its bars and its time course. */
export function renderScreen(state: ScreenState, { columns, rows, hasColor }: ScreenSize): string[] {
  const faces = state.result.faces.toSorted((a, b) => (a.trackId ?? 0) - (b.trackId ?? 0));
  const width = Math.min(BLOCK_WIDTH, columns);
  const perRow = Math.max(1, Math.floor((columns + 2) / (width + 2)));
  const blockHeight = EXPRESSIONS.length + 3;
  // A line for the title, one for the keys and one free.
  const room = perRow * Math.max(1, Math.floor((rows - 3) / blockHeight));
  const lines: Span[][] = [titleOf(state), []];
  for (let i = 0; i < Math.min(faces.length, room); i += perRow) {
    const blocks = faces.slice(i, Math.min(i + perRow, room)).map((face) => faceBlock(face, state, width));
    lines.push(...sideBySide(blocks, width));
  }
  if (faces.length === 0) lines.push([{ text: 'No face in view' }]);
  const body = lines.slice(0, Math.max(1, rows - 1));
  while (body.length < rows - 1) body.push([]);
  const hidden = Math.max(0, faces.length - room);
  const more = hidden > 0 ? `${hidden} more ${hidden === 1 ? 'face' : 'faces'}   ` : '';
  body.push([{ text: more + (state.notice ?? KEYS) }]);
  return body.slice(0, rows).map((spans) => paint(cutOff(spans, columns), hasColor));
}

function titleOf({ source, result, rate, threshold, isRecording }: ScreenState): Span[] {
  const size = `${result.width} x ${result.height}`;
  const text = `${size}   ${rate.toFixed(0)} frames/s   threshold ${formatPercent(threshold)}   ${source}`;
  return isRecording ? [{ text: 'REC   ', color: EXPRESSION_COLORS.angry.fill }, { text }] : [{ text }];
}

function faceBlock(face: Face, { courses }: ScreenState, width: number): Span[][] {
  const { trackId, expression, probability, probabilities } = face;
  const color = expression ? EXPRESSION_COLORS[expression].fill : UNCERTAIN_COLOR.fill;
  const course = courses.find((each) => each.trackId === trackId);
  const barWidth = Math.max(1, width - NAME_WIDTH - PERCENT_WIDTH);
  return [
    [
      { text: `Face ${trackId}`.padEnd(NAME_WIDTH) },
      { text: `${expressionName(expression)} ${formatPercent(probability)}`, color },
    ],
    ...EXPRESSIONS.map((name) => [
      { text: expressionName(name).padEnd(NAME_WIDTH) },
      ...bar(probabilities[name], barWidth, EXPRESSION_COLORS[name].fill),
      { text: formatPercent(probabilities[name]).padStart(PERCENT_WIDTH) },
    ]),
    [{ text: 'Course'.padEnd(NAME_WIDTH) }, ...sparkline(course, width - NAME_WIDTH)],
    [],
  ];
}

function bar(fraction: number, width: number, color: string): Span[] {
  const filled = Math.round(fraction * width);
  return [{ text: '█'.repeat(filled), color }, { text: '░'.repeat(width - filled) }];
}

/** The newest columns of a course, as high as the expression was probable. */
function sparkline(course: FaceCourse | undefined, width: number): Span[] {
  return (course?.cells.slice(-Math.max(1, width)) ?? []).map((cell) => {
    if (!cell) return { text: ' ' };
    const level = Math.min(LEVELS.length - 1, Math.floor(cell.probability * LEVELS.length));
    const { fill } = cell.expression ? EXPRESSION_COLORS[cell.expression] : UNCERTAIN_COLOR;
    return { text: LEVELS[level], color: fill };
  });
}

function sideBySide(blocks: readonly Span[][][], width: number): Span[][] {
  const height = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, line) =>
    blocks.flatMap((block) => {
      const spans = cutOff(block[line], width);
      const used = spans.reduce((sum, { text }) => sum + text.length, 0);
      return [...spans, { text: ' '.repeat(width - used + 2) }];
    }),
  );
}

/** Cut a line off at a width. */
function cutOff(spans: readonly Span[], width: number): Span[] {
  let left = width;
  return spans.map((span) => {
    const text = span.text.slice(0, left);
    left -= text.length;
    return { ...span, text };
  });
}

function paint(spans: readonly Span[], hasColor: boolean): string {
  const text = spans.map(({ text, color }) => (color && hasColor && text ? colored(text, color) : text));
  return text.join('').trimEnd();
}

/** In the nearest of the 216 colours that every colour terminal has. */
function colored(text: string, color: string): string {
  const [r, g, b] = [1, 3, 5].map((at) =>
    Math.round((Number.parseInt(color.slice(at, at + 2), 16) / 255) * 5),
  );
  return `\u001b[38;5;${16 + 36 * r + 6 * g + b}m${text}\u001b[39m`;
}
