import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collect, fileOf } from '../../test/support/async.js';
import { syntheticRecording } from '../../test/support/synthetic-recording.js';
import { csvHeader, csvLine } from '../core/timeline/csv.js';
import { FACE_TABLE_COLUMNS, type FaceRow } from '../core/timeline/face-row.js';
import { columnKind } from './columns.js';
import { framesToRows } from './frames.js';
import { openFaceParquet } from './parquet-reader.js';
import { FaceParquetWriter } from './parquet-writer.js';

let folder: string;
let duckdb: DuckDBConnection;
let rows: FaceRow[];
const path = (name: string) => join(folder, name).replaceAll('\\', '/');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-'));
  duckdb = await DuckDBConnection.create();
  rows = await collect(framesToRows(syntheticRecording({ seconds: 60, faces: 3, source: "it's, α.mp4" })));
  await writeFile(path('a.csv'), csvHeader() + rows.map((row) => csvLine(row)).join(''));
  const pieces: Uint8Array[] = [];
  const writer = new FaceParquetWriter((bytes) => void pieces.push(bytes), { rowGroupSize: 1000 });
  for (const row of rows) await writer.append(row);
  await writer.finish();
  await writeFile(path('a.parquet'), Buffer.concat(pieces));
});

afterAll(async () => {
  duckdb.closeSync();
  await rm(folder, { recursive: true, force: true });
});

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const reader = await duckdb.runAndReadAll(sql);
  return reader.getRowObjectsJS() as Record<string, unknown>[];
}

it('DuckDB finds the documented columns and types in the Parquet file', async () => {
  const types = { text: 'VARCHAR', integer: 'INTEGER', real: 'DOUBLE' };
  const columns = await query(`describe select * from '${path('a.parquet')}'`);
  expect(columns.map(({ column_name, column_type }) => [column_name, column_type])).toEqual(
    FACE_TABLE_COLUMNS.map((column) => [column, types[columnKind(column)]]),
  );
});

it('DuckDB counts and averages the Parquet file as it does the CSV file', async () => {
  const figures = FACE_TABLE_COLUMNS.map((column) =>
    columnKind(column) === 'text'
      ? `count("${column}") as "${column}", count(distinct "${column}") as "${column}_n"`
      : `count("${column}") as "${column}_n", avg("${column}") as "${column}", max("${column}") as "${column}_max"`,
  );
  const ask = async (table: string) => (await query(`select count(*) as n, ${figures} from ${table}`))[0];
  const fromCsv = await ask(`read_csv('${path('a.csv')}', header = true)`);
  const fromParquet = await ask(`'${path('a.parquet')}'`);
  expect(Number(fromParquet.n)).toBe(rows.length);
  expect(Object.keys(fromParquet)).toEqual(Object.keys(fromCsv));
  for (const [name, value] of Object.entries(fromCsv)) {
    expect(Math.abs(Number(fromParquet[name]) - Number(value)), name).toBeLessThan(1e-6);
  }
});

it('a Parquet file that DuckDB wrote, its columns in another order, is read', async () => {
  const columns = FACE_TABLE_COLUMNS.toReversed().map((column) =>
    column === 'track_id' ? 'track_id::bigint as track_id' : `"${column}"`,
  );
  await query(
    `copy (select ${columns}, 'control' as "group" from '${path('a.parquet')}') to '${path('b.parquet')}' (format parquet)`,
  );
  const table = await openFaceParquet(fileOf(await readFile(path('b.parquet'))), 'b.parquet');
  expect(await collect(table.rows())).toEqual(rows.map((row) => ({ ...row, group: 'control' })));
});
