import { EXPRESSIONS } from '../core/expression/labels.js';
import { FACE_TABLE_COLUMNS, rawColumn } from '../core/timeline/face-row.js';

/** What a column holds. Columns that aren't ours hold text. */
export type ColumnKind = 'text' | 'integer' | 'real';

const TEXT = new Set(['source', 'expression']);
const INTEGER = new Set(['frame', 'track_id']);
const OURS = new Set(FACE_TABLE_COLUMNS);
/** Columns that need not be there; the rest of ours is what tells such a table from any other. */
const OPTIONAL = new Set(['source', 'frame', ...EXPRESSIONS.map(rawColumn)]);

export function columnKind(column: string): ColumnKind {
  if (TEXT.has(column) || !OURS.has(column)) return 'text';
  return INTEGER.has(column) ? 'integer' : 'real';
}

/** The columns of a table that aren't ours, in their order. */
export function extraColumns(columns: readonly string[]): string[] {
  return columns.filter((column) => !OURS.has(column));
}

/** What is wrong with a table's columns, to follow the name of the table; `null` where nothing is. */
export function columnProblem(columns: readonly string[]): string | null {
  const missing = FACE_TABLE_COLUMNS.find((column) => !OPTIONAL.has(column) && !columns.includes(column));
  if (missing !== undefined) return `the column "${missing}" is missing; is this a table of affect-detect?`;
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  return twice === undefined ? null : `the column "${twice}" is there twice`;
}
