import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { InputError } from '../core/errors.js';
import type { Cell, FaceRow } from '../core/timeline/face-row.js';
import { type ColumnKind, columnKind, columnProblem } from './columns.js';

/** A file of which any part can be read: a `Blob` or a file handle, wrapped. */
export type RandomAccessFile = AsyncBuffer;

/** A Parquet table that is open for reading. */
export interface FaceParquet {
  /** Text by key from the file's own metadata. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The rows in their order; one row group at a time is held in memory. */
  rows(): AsyncGenerator<FaceRow>;
}

/**
 * Open a Parquet table with our columns, in any order and with others beside them; DuckDB or pandas may have written it.
 * @param name what to call the table in messages
 * @throws {InputError} naming the column, if it is not such a table, or is damaged or cut off
 */
export async function openFaceParquet(file: RandomAccessFile, name: string): Promise<FaceParquet> {
  const metadata = await parquetMetadataAsync(file).catch((cause: unknown) => {
    throw new InputError(`${name} is not a Parquet file, or it is cut off`, { cause });
  });
  const columns = metadata.schema.slice(1).map((element) => element.name);
  const problem = columnProblem(columns);
  if (problem !== null) throw new InputError(`${name}: ${problem}`);
  const pairs = metadata.key_value_metadata ?? [];
  return {
    metadata: Object.fromEntries(pairs.map(({ key, value }) => [key, value ?? ''])),
    rows: () => readRows(file, metadata, name),
  };
}

async function* readRows(
  file: RandomAccessFile,
  metadata: FileMetaData,
  name: string,
): AsyncGenerator<FaceRow> {
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd }).catch((cause: Error) => {
      throw new InputError(`${name} can't be read from row ${rowStart + 1} on: ${cause.message}`, { cause });
    });
    for (const [i, row] of rows.entries()) yield toRow(row, `${name}: row ${rowStart + i + 1}`);
    rowStart = rowEnd;
  }
}

function toRow(values: Readonly<Record<string, unknown>>, where: string): FaceRow {
  const row: Record<string, Cell> = {};
  for (const [column, value] of Object.entries(values)) {
    row[column] = toCell(value, columnKind(column), column, where);
  }
  return row;
}

function toCell(value: unknown, kind: ColumnKind, column: string, where: string): Cell {
  // pandas has no other empty cell among floating-point numbers than "not a number".
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (kind === 'text') return String(value);
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && (kind === 'real' ? Number.isFinite(number) : Number.isInteger(number)))
    return number;
  throw new InputError(
    `${where}: ${column} must be a number, got ${typeof value} ${String(value).slice(0, 20)}`,
  );
}
