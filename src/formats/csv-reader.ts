import { unguarded } from '../core/csv/csv-field.js';
import { splitCsvLine } from '../core/csv/split-csv-line.js';
import { InputError } from '../core/errors.js';
import type { Cell, FaceRow } from '../core/timeline/face-row.js';
import { type ColumnKind, columnKind, columnProblem } from './columns.js';
import { type Line, readLines, type TextSource } from './lines.js';

/** A quote that nobody closes must not draw the whole file into memory. */
const LONGEST_RECORD = 1_000_000;

interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

/**
 * Read a table that `affect-detect video --csv` or {@link csvLine} wrote, row by row. The columns may come in any order,
 * and others beside them are kept as text; lines end in LF or CRLF.
 * @param name what to call the table in messages
 * @throws {InputError} naming the line and the column, if the text is empty or not such a table
 */
export async function* readFaceCsv(source: TextSource, name: string): AsyncGenerator<FaceRow> {
  let columns: readonly Column[] | null = null;
  for await (const { text, number } of readRecords(source, name)) {
    if (text === '') continue;
    const where = `${name}: line ${number}`;
    const fields = text.includes('"') ? splitCsvLine(text) : text.split(',');
    if (fields === null) throw new InputError(`${where}: a quoted field is not closed, or text follows it`);
    if (columns === null) columns = parseHeader(fields, where);
    else yield parseRow(fields, columns, where);
  }
  if (columns === null) throw new InputError(`${name} is empty`);
}

/** Lines without their ends, put together again where a line break lies within quotes. */
async function* readRecords(source: TextSource, name: string): AsyncGenerator<Line> {
  let open: Line | null = null;
  for await (const line of readLines(source, name)) {
    const record: Line = open === null ? line : { text: `${open.text}\n${line.text}`, number: open.number };
    const hasOddQuotes = line.text.includes('"') && line.text.split('"').length % 2 === 0;
    const isOpen: boolean = (open !== null) !== hasOddQuotes;
    if (isOpen && record.text.length < LONGEST_RECORD) open = record;
    else {
      open = null;
      yield { ...record, text: record.text.replace(/\r$/, '') };
    }
  }
  if (open !== null) yield open;
}

function parseHeader(fields: readonly string[], where: string): Column[] {
  const names = fields.map((field) => unguarded(field).trim());
  const problem = columnProblem(names);
  if (problem !== null) throw new InputError(`${where}: ${problem}`);
  return names.map((name) => ({ name, kind: columnKind(name) }));
}

function parseRow(fields: readonly string[], columns: readonly Column[], where: string): FaceRow {
  if (fields.length !== columns.length) {
    throw new InputError(
      `${where}: ${columns.length} fields are expected, as in the first line, got ${fields.length}`,
    );
  }
  const row: Record<string, Cell> = {};
  for (let i = 0; i < columns.length; i++) {
    const { name, kind } = columns[i];
    row[name] = fields[i] === '' ? null : parseCell(fields[i], kind, name, where);
  }
  return row;
}

function parseCell(field: string, kind: ColumnKind, column: string, where: string): Cell {
  if (kind === 'text') return unguarded(field);
  const value = Number(field);
  const isValid = kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (isValid && field.trim() !== '') return value;
  const rule = kind === 'integer' ? 'a whole number' : 'a number';
  throw new InputError(`${where}: ${column} must be ${rule}, got "${field.slice(0, 20)}"`);
}
