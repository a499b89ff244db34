import { EXPRESSIONS } from '../expression/labels.js';
import type { Face, FrameResult, Probabilities } from '../types.js';

/** One value of a table; `null` where it is empty. */
export type Cell = string | number | null;

/** A face in a frame, or a frame without a face, by column: those of {@link FACE_TABLE_COLUMNS}, and maybe others. */
export type FaceRow = Readonly<Record<string, Cell>>;

/** Columns of the five keypoints, in their order: x and y, pixels of the source. */
export const KEYPOINT_COLUMNS: readonly (readonly [x: string, y: string])[] = [
  'right_eye',
  'left_eye',
  'nose_tip',
  'right_mouth',
  'left_mouth',
].map((name) => [`${name}_x`, `${name}_y`]);

/** The column of an expression's probability in the frame alone, before smoothing. */
export function rawColumn(expression: string): string {
  return `raw_${expression}`;
}

/** The columns of the table, in order; docs/output.md says what they mean. */
export const FACE_TABLE_COLUMNS: readonly string[] = [
  'source',
  'timestamp',
  'frame',
  'track_id',
  'box_x',
  'box_y',
  'box_width',
  'box_height',
  'face_score',
  'expression',
  'probability',
  ...EXPRESSIONS,
  ...EXPRESSIONS.map(rawColumn),
  ...KEYPOINT_COLUMNS.flat(),
];

/**
 * The rows of one picture: one for each face. A picture without a face gives one row with empty face columns, so that
 * the time without a face can be told from the table. An empty `expression` in a row with a face is an uncertain one.
 * Numbers are rounded to six decimals.
 * @param frame number of the picture in its source, from 0; the column is empty without it
 */
export function rowsOfFrame(result: FrameResult, frame?: number): FaceRow[] {
  const common = {
    // An empty name and none can't be told apart in a CSV file.
    source: result.source || null,
    timestamp: rounded(result.timestamp),
    frame: frame ?? null,
  };
  if (result.faces.length === 0) return [{ ...EMPTY_ROW, ...common }];
  return result.faces.map((face) => ({ ...EMPTY_ROW, ...common, ...faceCells(face) }));
}

const EMPTY_ROW: FaceRow = Object.fromEntries(FACE_TABLE_COLUMNS.map((column) => [column, null]));

function faceCells(face: Face): Record<string, Cell> {
  const { trackId, box, score, expression, probability, probabilities, rawProbabilities, keypoints } = face;
  const cells: Record<string, Cell> = {
    track_id: trackId,
    box_x: rounded(box.x),
    box_y: rounded(box.y),
    box_width: rounded(box.width),
    box_height: rounded(box.height),
    face_score: rounded(score),
    expression,
    probability: rounded(probability),
  };
  for (const name of EXPRESSIONS) {
    cells[name] = rounded(probabilities[name]);
    cells[rawColumn(name)] = rounded(probabilityOf(rawProbabilities, name));
  }
  for (const [i, [x, y]] of KEYPOINT_COLUMNS.entries()) {
    cells[x] = rounded(keypoints[i][0]);
    cells[y] = rounded(keypoints[i][1]);
  }
  return cells;
}

function probabilityOf(probabilities: Probabilities | undefined, name: keyof Probabilities): number | null {
  return probabilities?.[name] ?? null;
}

/** Six decimals; adding 0 makes a zero of a negative one, which no table can tell apart. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toFixed(6)) + 0;
}
