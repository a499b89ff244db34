import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { assertPositiveInteger } from '../core/image/rgb-image.js';
import { type Cell, FACE_TABLE_COLUMNS, type FaceRow } from '../core/timeline/face-row.js';
import { type ColumnKind, columnKind } from './columns.js';

/** Key of a file's metadata that names the expression model. */
export const MODEL_KEY = 'affect-detect.model';

/** Options of a {@link FaceParquetWriter}. */
export interface FaceParquetOptions {
  /** Columns of the rows beside our own, as text. Default none. */
  readonly extraColumns?: readonly string[];
  /** Rows that are held and then written together. Default 16384. */
  readonly rowGroupSize?: number;
  /** Text by key for the file's own metadata, as the id of the model. Default none. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Takes the next bytes of a file; they are the taker's own. */
export type ByteSink = (bytes: Uint8Array) => void | Promise<void>;

// Doubles keep the six decimals of the CSV: a float would show 0.93 as 0.9300000071525574.
const TYPES: Readonly<Record<ColumnKind, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  integer: { type: 'INT32' },
  real: { type: 'DOUBLE' },
};

/**
 * Writes rows as a Parquet file with the columns of the CSV: a group of rows at a time, in memory that doesn't grow
 * with their number. Empty cells are nulls. The file can be read once {@link finish} has ended.
 */
export class FaceParquetWriter {
  readonly #writer: ParquetWriter;
  readonly #columns: readonly { readonly name: string; readonly data: Cell[] }[];
  readonly #rowGroupSize: number;
  #rows = 0;

  /** @throws {RangeError} if `rowGroupSize` is not a positive integer, or a column has the name of another one */
  constructor(sink: ByteSink, options: FaceParquetOptions = {}) {
    const { extraColumns = [], rowGroupSize = 16_384, metadata = {} } = options;
    assertPositiveInteger('rowGroupSize', rowGroupSize);
    const names = [...FACE_TABLE_COLUMNS, ...extraColumns];
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) throw new RangeError(`there are two columns of the name "${twice}"`);
    this.#rowGroupSize = rowGroupSize;
    this.#columns = names.map((name) => ({ name, data: [] }));
    this.#writer = new ParquetWriter({
      writer: new SinkWriter(sink),
      schema: [
        { name: 'faces', num_children: names.length },
        ...names.map(
          (name): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...TYPES[columnKind(name)] }),
        ),
      ],
      kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      createdBy: 'affect-detect',
    });
  }

  /** Take in the next row; waits while the sink is busy. */
  async append(row: FaceRow): Promise<void> {
    for (const { name, data } of this.#columns) {
      const cell = row[name] ?? null;
      data.push(typeof cell === 'number' && columnKind(name) === 'text' ? String(cell) : cell);
    }
    this.#rows++;
    if (this.#rows === this.#rowGroupSize) await this.#writeGroup();
  }

  /** Write what is left and the end of the file. */
  async finish(): Promise<void> {
    await this.#writeGroup();
    await this.#writer.finish();
  }

  async #writeGroup(): Promise<void> {
    if (this.#rows === 0) return;
    const columnData = this.#columns.map(({ name, data }) => ({ name, data, offsetIndex: false }));
    await this.#writer.write({ columnData, rowGroupSize: this.#rowGroupSize });
    for (const { data } of this.#columns) data.length = 0;
    this.#rows = 0;
  }
}

/** Passes its bytes on after each group of rows, and begins again at the start of its buffer. */
class SinkWriter extends ByteWriter {
  readonly #sink: ByteSink;

  constructor(sink: ByteSink) {
    super();
    this.#sink = sink;
  }

  async flush(): Promise<void> {
    const bytes = this.getBytes().slice();
    this.index = 0;
    await this.#sink(bytes);
  }

  override async finish(): Promise<void> {
    await this.flush();
  }
}
