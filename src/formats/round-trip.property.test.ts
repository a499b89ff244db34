import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryFrames } from '../../test/support/arbitrary-frames.js';
import { collect, fileOf, streamOf } from '../../test/support/async.js';
import { csvHeader, csvLine } from '../core/timeline/csv.js';
import { FACE_TABLE_COLUMNS, type FaceRow } from '../core/timeline/face-row.js';
import { jsonLine } from '../core/timeline/json.js';
import { Timeline } from '../core/timeline/timeline.js';
import type { FrameResult } from '../core/types.js';
import { readFaceCsv } from './csv-reader.js';
import { framesToRows, rowsToFrames } from './frames.js';
import { readFrameLines } from './jsonl-reader.js';
import { openFaceParquet } from './parquet-reader.js';
import { FaceParquetWriter } from './parquet-writer.js';

const rowsOf = (frames: readonly FrameResult[]) => collect(framesToRows(streamOf(frames)));

async function throughCsv(rows: readonly FaceRow[], columns = FACE_TABLE_COLUMNS, pieceLength = 7) {
  const bytes = Buffer.from(csvHeader(columns) + rows.map((row) => csvLine(row, columns)).join(''));
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength) pieces.push(bytes.subarray(at, at + pieceLength));
  return collect(readFaceCsv(streamOf(pieces), 'a.csv'));
}

async function throughParquet(rows: readonly FaceRow[], rowGroupSize: number, extraColumns: string[] = []) {
  const pieces: Uint8Array[] = [];
  const writer = new FaceParquetWriter((bytes) => void pieces.push(bytes), { rowGroupSize, extraColumns });
  for (const row of rows) await writer.append(row);
  await writer.finish();
  const table = await openFaceParquet(fileOf(Buffer.concat(pieces)), 'a.parquet');
  return collect(table.rows());
}

async function toFrames(rows: readonly FaceRow[]): Promise<FrameResult[]> {
  const frames = await collect(rowsToFrames(streamOf(rows), 'a'));
  return frames.map(({ result }) => result);
}

it('rows come back from a CSV file, however its bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryFrames, fc.integer({ min: 1, max: 2000 }), async (frames, pieceLength) => {
      const rows = await rowsOf(frames);
      expect(await throughCsv(rows, FACE_TABLE_COLUMNS, pieceLength)).toEqual(rows);
    }),
    { numRuns: 60 },
  );
});

it('columns in another order, and columns of somebody else, come back from a CSV file', async () => {
  const columns = fc.shuffledSubarray([...FACE_TABLE_COLUMNS, 'group', '=odd, "name"'], {
    minLength: FACE_TABLE_COLUMNS.length + 2,
  });
  await fc.assert(
    fc.asyncProperty(arbitraryFrames, columns, async (frames, order) => {
      const rows = (await rowsOf(frames)).map((row) => ({ ...row, group: 'x,y', '=odd, "name"': null }));
      expect(await throughCsv(rows, order)).toEqual(rows);
    }),
    { numRuns: 30 },
  );
});

it('rows come back from a Parquet file, whatever the size of its row groups', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryFrames, fc.integer({ min: 1, max: 9 }), async (frames, rowGroupSize) => {
      const rows = (await rowsOf(frames)).map((row) => ({ ...row, group: 'α' }));
      expect(await throughParquet(rows, rowGroupSize, ['group'])).toEqual(rows);
    }),
    { numRuns: 60 },
  );
});

it('frames come back from JSON Lines', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryFrames, { minLength: 1, maxLength: 2 }), async (streams) => {
      const frames = streams.flat();
      fc.pre(frames.length > 0);
      const lines = frames.map((frame) => `${jsonLine(frame)}\n`);
      expect(await collect(readFrameLines(streamOf(lines), 'a.jsonl'))).toEqual(frames);
    }),
    { numRuns: 60 },
  );
});

it('frames are put together from their rows, and the timeline sums them up alike', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryFrames, async (frames) => {
      const again = await toFrames(await throughParquet(await throughCsv(await rowsOf(frames)), 4));
      expect(again).toEqual(frames);
      const [before, after] = [frames, again].map((results) => {
        const timeline = new Timeline();
        for (const result of results) timeline.append(result);
        return timeline.summary();
      });
      expect(after).toEqual(before);
    }),
    { numRuns: 60 },
  );
});
