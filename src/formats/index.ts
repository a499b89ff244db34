export { type Cell, FACE_TABLE_COLUMNS, type FaceRow, rowsOfFrame } from '../core/timeline/face-row.js';
export { extraColumns } from './columns.js';
export { readFaceCsv } from './csv-reader.js';
export { framesToRows, rowsToFrames, type TableFrame } from './frames.js';
export { readFrameLines } from './jsonl-reader.js';
export type { TextSource } from './lines.js';
export { type FaceParquet, openFaceParquet, type RandomAccessFile } from './parquet-reader.js';
export { type ByteSink, type FaceParquetOptions, FaceParquetWriter, MODEL_KEY } from './parquet-writer.js';
export { FORMAT_BYTES, type TableFormat, tableFormat } from './table-format.js';
