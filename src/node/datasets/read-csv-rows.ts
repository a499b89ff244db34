import { splitCsvLine } from '../../core/csv/split-csv-line.js';
import { InputError } from '../../core/errors.js';
import { type ReadLinesOptions, readLines } from './read-lines.js';

/** One row of a CSV file; the first one is the header. */
export interface CsvRow {
  readonly fields: readonly string[];
  /** The file and the line, for messages. */
  readonly where: string;
}

/** The names of a header's columns, whatever their case and the blanks around them. */
export function columnNames(header: readonly string[]): string[] {
  return header.map((name) => name.trim().toLowerCase());
}

/**
 * Stream the rows of a CSV file, plain or gzip; empty lines are passed over.
 * @throws {InputError} naming the line, if a quoted field isn't closed or a row has more or fewer fields than the header;
 *   or as `readLines`
 */
export async function* readCsvRows(path: string, options: ReadLinesOptions = {}): AsyncGenerator<CsvRow> {
  let count: number | null = null;
  let lineNumber = 0;
  for await (const line of readLines(path, options)) {
    lineNumber += 1;
    if (line.trim() === '') continue;
    const where = `${path}: line ${lineNumber}`;
    // A byte order mark is what spreadsheets put before a header.
    const fields = splitCsvLine(lineNumber === 1 ? line.replace(/^\uFEFF/, '') : line);
    if (fields === null) throw new InputError(`${where}: a quoted field is not closed, or text follows it`);
    count ??= fields.length;
    if (fields.length !== count) {
      throw new InputError(`${where}: ${count} fields are expected, as in the header, got ${fields.length}`);
    }
    yield { fields, where };
  }
}
