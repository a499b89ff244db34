import { describe, expect, it } from 'vitest';
import { collect, fileOf, streamOf } from '../../test/support/async.js';
import { faceOf, frameOf } from '../../test/support/frame-results.js';
import { csvHeader, csvLine } from '../core/timeline/csv.js';
import { FACE_TABLE_COLUMNS, type FaceRow, rowsOfFrame } from '../core/timeline/face-row.js';
import { jsonLine } from '../core/timeline/json.js';
import { readFaceCsv } from './csv-reader.js';
import { rowsToFrames } from './frames.js';
import { readFrameLines } from './jsonl-reader.js';
import { openFaceParquet } from './parquet-reader.js';
import { FaceParquetWriter } from './parquet-writer.js';
import { tableFormat } from './table-format.js';

const frame = { ...frameOf(1.5, [faceOf(3, 'happy')]), source: 'a.mp4' };
const [row] = rowsOfFrame(frame, 45);
const without = (...columns: string[]) => FACE_TABLE_COLUMNS.filter((column) => !columns.includes(column));
const text = (rows: readonly FaceRow[] = [row], columns = FACE_TABLE_COLUMNS) =>
  csvHeader(columns) + rows.map((each) => csvLine(each, columns)).join('');
const readCsv = (csv: string) => collect(readFaceCsv(streamOf([csv]), 'a.csv'));

async function parquet(rows: readonly FaceRow[]): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const writer = new FaceParquetWriter((bytes) => void pieces.push(bytes));
  for (const each of rows) await writer.append(each);
  await writer.finish();
  return Buffer.concat(pieces);
}

describe('readFaceCsv', () => {
  it.each([
    ['LF', text().replaceAll('\r\n', '\n')],
    ['no line break at the end', text().trimEnd()],
    ['a byte order mark', `\uFEFF${text()}`],
    ['empty lines', text().replaceAll('\r\n', '\r\n\r\n')],
    ['every field in quotes', text().replaceAll(/[^,\r\n]+/g, '"$&"')],
  ])('reads a file with %s', async (_, csv) => {
    expect(await readCsv(csv)).toEqual([row]);
  });

  it('reads a file without the columns that tell no expression', async () => {
    const [read] = await readCsv(text([row], without('source', 'frame', 'raw_happy')));
    expect(read).toMatchObject({ timestamp: 1.5, happy: 0.7 });
    expect(Object.keys(read)).not.toContain('frame');
  });

  it.each([
    ['', 'a.csv is empty'],
    [
      'name,age\nx,1\n',
      'a.csv: line 1: the column "timestamp" is missing; is this a table of affect-detect?',
    ],
    [text([row], without('sad')), 'line 1: the column "sad" is missing'],
    [csvHeader([...FACE_TABLE_COLUMNS, 'sad']), 'line 1: the column "sad" is there twice'],
    [
      text() + text().split('\r\n')[1].replace('1.5', '1,5'),
      'line 3: 35 fields are expected, as in the first line, got 36',
    ],
    [text([row, { ...row, happy: 'much' }]), 'line 3: happy must be a number, got "much"'],
    [text([{ ...row, track_id: 1.5 }]), 'line 2: track_id must be a whole number, got "1.5"'],
    [text([{ ...row, timestamp: ' ' }]), 'line 2: timestamp must be a number, got " "'],
    [text([{ ...row, timestamp: 'Infinity' }]), 'line 2: timestamp must be a number'],
    [`${text()}"a.mp4,2,3\n`, 'line 3: a quoted field is not closed'],
  ])('says what is wrong, and where: %#', async (csv, message) => {
    await expect(readCsv(csv)).rejects.toThrow(message);
    await expect(readCsv(csv)).rejects.toMatchObject({ code: 'INPUT' });
  });

  it('gives the rows before the wrong one', async () => {
    const rows = readFaceCsv(streamOf([text(), 'too,few\n']), 'a.csv');
    expect((await rows.next()).value).toEqual(row);
    await expect(rows.next()).rejects.toThrow('line 3');
  });
});

describe('readFrameLines', () => {
  const read = (lines: string) => collect(readFrameLines(streamOf([lines]), 'a.jsonl'));

  it('passes over keys that it does not know', async () => {
    const line = jsonLine(frame).replace('{"schema"', '{"later":[1],"schema"');
    expect(await read(`${line}\r\n\n`)).toEqual([JSON.parse(jsonLine(frame))]);
  });

  it.each([
    ['\n', 'a.jsonl is empty'],
    ['{"schema":1', 'a.jsonl: line 1 is not valid JSON'],
    [`${jsonLine(frame)}\n{"schema":2}`, 'line 2 is not a result of affect-detect: schema'],
    [
      jsonLine(frame).replace('"angry":', '"rage":'),
      'line 1 is not a result of affect-detect: faces.0.probabilities.angry',
    ],
    [jsonLine(frame).replace('"happy",', '"joy",'), 'faces.0.expression'],
  ])('says what is wrong, and where: %#', async (lines, message) => {
    await expect(read(lines)).rejects.toThrow(message);
  });
});

describe('openFaceParquet', () => {
  it('keeps the metadata of the file', async () => {
    const pieces: Uint8Array[] = [];
    const writer = new FaceParquetWriter((bytes) => void pieces.push(bytes), { metadata: { model: 'x' } });
    await writer.finish();
    const table = await openFaceParquet(fileOf(Buffer.concat(pieces)), 'a.parquet');
    expect(table.metadata).toEqual({ model: 'x' });
    expect(await collect(table.rows())).toEqual([]);
  });

  it('keeps further columns, also where they hold numbers', async () => {
    const pieces: Uint8Array[] = [];
    const writer = new FaceParquetWriter((bytes) => void pieces.push(bytes), { extraColumns: ['age'] });
    await writer.append({ ...row, age: 33 });
    await writer.finish();
    const table = await openFaceParquet(fileOf(Buffer.concat(pieces)), 'a.parquet');
    expect(await collect(table.rows())).toEqual([{ ...row, age: '33' }]);
  });

  it('is not begun with columns of one name, or with groups of no rows', () => {
    for (const extraColumns of [['source'], ['age', 'age']]) {
      expect(() => new FaceParquetWriter(() => {}, { extraColumns })).toThrow(
        'there are two columns of the name',
      );
    }
    for (const rowGroupSize of [0, -1, 1.5, Number.NaN]) {
      expect(() => new FaceParquetWriter(() => {}, { rowGroupSize })).toThrow(
        'rowGroupSize must be a positive',
      );
    }
  });

  it('says that a file is no Parquet, is cut off, or is damaged', async () => {
    const bytes = await parquet([row, row]);
    await expect(openFaceParquet(fileOf(Buffer.from('name,age\n')), 'a')).rejects.toThrow(
      'a is not a Parquet file',
    );
    await expect(openFaceParquet(fileOf(bytes.subarray(0, -50)), 'a')).rejects.toThrow('or it is cut off');
    const damaged = bytes.slice();
    damaged.fill(255, 4, 400);
    const table = await openFaceParquet(fileOf(damaged), 'a');
    await expect(collect(table.rows())).rejects.toMatchObject({ code: 'INPUT' });
  });
});

describe('rowsToFrames', () => {
  const toFrames = (rows: readonly FaceRow[]) => collect(rowsToFrames(streamOf(rows), 'a'));

  it('begins a new frame where the source changes at the same time', async () => {
    const frames = await toFrames([row, { ...row, source: 'b.mp4' }]);
    expect(frames.map(({ result }) => [result.source, result.faces.length])).toEqual([
      ['a.mp4', 1],
      ['b.mp4', 1],
    ]);
  });

  it('tells a row with half a face, and an expression that it does not know', async () => {
    await expect(toFrames([{ ...row, box_x: null }])).rejects.toThrow(
      'a: the row at 1.5 s has a face, but its column "box_x" is empty',
    );
    await expect(toFrames([{ ...row, expression: 'joy' }])).rejects.toThrow('got "joy"');
  });
});

it('a format is told by its first bytes', async () => {
  expect(tableFormat(await parquet([]))).toBe('parquet');
  expect(tableFormat(Buffer.from(`\uFEFF${jsonLine(frame)}`))).toBe('jsonl');
  expect(tableFormat(Buffer.from(text()))).toBe('csv');
  expect(tableFormat(Buffer.from(''))).toBe('csv');
});
