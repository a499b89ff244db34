import { numberField, textField } from '../csv/csv-field.js';
import { EXPRESSIONS } from '../expression/labels.js';
import type { Face, FrameResult, Probabilities } from '../types.js';

const KEYPOINT_COLUMNS = ['right_eye', 'left_eye', 'nose_tip', 'right_mouth', 'left_mouth'].flatMap(
  (name) => [`${name}_x`, `${name}_y`],
);

const FRAME_COLUMNS = ['source', 'timestamp', 'frame'];

const FACE_COLUMNS = [
  'track_id',
  'box_x',
  'box_y',
  'box_width',
  'box_height',
  'face_score',
  'expression',
  'probability',
  ...EXPRESSIONS,
  ...EXPRESSIONS.map((expression) => `raw_${expression}`),
  ...KEYPOINT_COLUMNS,
];

/** The columns of the table, in order. See {@link csvRows}. */
export const CSV_COLUMNS: readonly string[] = [...FRAME_COLUMNS, ...FACE_COLUMNS];

/** The first line, with its line break. */
export function csvHeader(): string {
  return `${CSV_COLUMNS.join(',')}\r\n`;
}

/**
 * The lines of one picture: one for each face. A picture without a face gives one line with empty face columns, so that
 * the time without a face can be told from the table. An empty `expression` beside a `track_id` or a box is an
 * uncertain one. Times are seconds, lengths source pixels; numbers have at most six decimals and always a point.
 * `angry` to `neutral` are smoothed over time in a stream; the `raw_` columns are empty for a still picture.
 * @param frame number of the picture in its source, from 0; the column is empty without it
 * @returns lines that end in CRLF, quoted as in RFC 4180
 */
export function csvRows(result: FrameResult, frame?: number): string {
  const common = [textField(result.source ?? ''), numberField(result.timestamp), numberField(frame)];
  if (result.faces.length === 0) return line([...common, ...FACE_COLUMNS.map(() => '')]);
  return result.faces.map((face) => line([...common, ...faceFields(face)])).join('');
}

function faceFields(face: Face): string[] {
  const { trackId, box, score, expression, probability, probabilities, rawProbabilities, keypoints } = face;
  return [
    ...[trackId, box.x, box.y, box.width, box.height, score].map(numberField),
    expression ?? '',
    numberField(probability),
    ...probabilityFields(probabilities),
    ...probabilityFields(rawProbabilities),
    ...keypoints.flat().map(numberField),
  ];
}

function probabilityFields(probabilities: Probabilities | undefined): string[] {
  return EXPRESSIONS.map((expression) => numberField(probabilities?.[expression]));
}

function line(fields: readonly string[]): string {
  return `${fields.join(',')}\r\n`;
}
