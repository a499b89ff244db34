import { numberField, textField } from '../csv/csv-field.js';
import type { FrameResult } from '../types.js';
import { FACE_TABLE_COLUMNS, type FaceRow, rowsOfFrame } from './face-row.js';

/** The columns of the table, in order. See {@link csvRows}. */
export const CSV_COLUMNS: readonly string[] = FACE_TABLE_COLUMNS;

/** The first line, with its line break. */
export function csvHeader(columns: readonly string[] = CSV_COLUMNS): string {
  return `${columns.map(textField).join(',')}\r\n`;
}

/** One row as a line, quoted as in RFC 4180, that ends in CRLF. */
export function csvLine(row: FaceRow, columns: readonly string[] = CSV_COLUMNS): string {
  const fields = columns.map((column) => {
    const cell = row[column];
    return typeof cell === 'string' ? textField(cell) : numberField(cell);
  });
  return `${fields.join(',')}\r\n`;
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
  return rowsOfFrame(result, frame)
    .map((row) => csvLine(row))
    .join('');
}
