import type { Plane } from '../types.js';
import { type AxisWeights, axisWeights } from './axis-weights.js';

/** Rows that are summed two samples at a time, in 16 bits each. */
const MOST_ROWS = 0xffff / 0xff;

/** Whether the first byte of a word is its lowest. */
const IS_LITTLE_ENDIAN = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/**
 * Resizes one plane row by row, as `Resizer` does a picture. The rows that go into one are added up first, four samples a
 * step where a row begins on a word; then the columns are. Frames of one size allocate nothing.
 */
export class ResizedPlane {
  #plane: Plane | null = null;
  #words: Int32Array | null = null;
  #horizontal: AxisWeights | null = null;
  #vertical: AxisWeights | null = null;
  /** What the rows add up to, for each column of the plane. */
  #columns = new Float64Array(0);
  #row = new Float64Array(0);

  /**
   * @param plane `null` where it isn't needed: its rows are 0
   * @param width output width
   * @param height output height
   */
  begin(plane: Plane | null, width: number, height: number): void {
    this.#plane = plane;
    if (this.#row.length !== width) this.#row = new Float64Array(width);
    if (plane === null) {
      this.#row.fill(0);
      return;
    }
    this.#words = wordsOf(plane);
    if (this.#columns.length !== plane.width) this.#columns = new Float64Array(plane.width);
    this.#horizontal = axisWeights(this.#horizontal, plane.width, width, 1);
    this.#vertical = axisWeights(this.#vertical, plane.height, height, plane.rowBytes);
  }

  /** @returns the output row, valid until the next one is asked for */
  row(y: number): Float64Array {
    if (this.#plane !== null) {
      const factor = this.#addRows(this.#plane, y);
      addColumns(this.#columns, factor, this.#horizontal!, this.#row);
    }
    return this.#row;
  }

  /** @returns what the columns have still to be multiplied by */
  #addRows({ data, rowBytes }: Plane, y: number): number {
    const columns = this.#columns;
    const { start, end, first, last, inner } = this.#vertical!;
    const from = start[y] + rowBytes;
    const count = (end[y] - from) / rowBytes;
    // Where the sizes divide, all rows count the same.
    if (first[y] === inner && last[y] === inner) {
      this.#addEqualRows(data, start[y], count + 2, rowBytes);
      return inner;
    }
    if (count > 0) this.#addEqualRows(data, from, count, rowBytes);
    else columns.fill(0);
    addOuterRows(data, start[y], end[y], { first: first[y], inner, last: last[y] }, columns);
    return 1;
  }

  /** Put the sums of `count` rows into the columns. */
  #addEqualRows(data: Uint8Array, from: number, count: number, rowBytes: number): void {
    if (this.#words !== null && count <= MOST_ROWS) {
      addWords(this.#words, from >> 2, count, rowBytes >> 2, this.#columns);
    } else addBytes(data, from, count, rowBytes, this.#columns);
  }
}

/** A plane's samples, four to a word; `null` where rows don't begin on words. */
function wordsOf({ data, rowBytes, width }: Plane): Int32Array | null {
  const isAligned = data.byteOffset % 4 === 0 && rowBytes % 4 === 0 && width % 4 === 0;
  return isAligned && IS_LITTLE_ENDIAN
    ? new Int32Array(data.buffer, data.byteOffset, data.length >> 2)
    : null;
}

function addWords(
  words: Int32Array,
  from: number,
  count: number,
  rowWords: number,
  columns: Float64Array,
): void {
  const end = from + count * rowWords;
  for (let x = 0, column = 0; column < columns.length; x++, column += 4) {
    let even = 0;
    let odd = 0;
    for (let i = from + x; i < end; i += rowWords) {
      const word = words[i];
      even = (even + (word & 0xff00ff)) | 0;
      odd = (odd + ((word >>> 8) & 0xff00ff)) | 0;
    }
    columns[column] = even & 0xffff;
    columns[column + 1] = odd & 0xffff;
    columns[column + 2] = even >>> 16;
    columns[column + 3] = odd >>> 16;
  }
}

function addBytes(
  data: Uint8Array,
  from: number,
  count: number,
  rowBytes: number,
  columns: Float64Array,
): void {
  const end = from + count * rowBytes;
  for (let x = 0; x < columns.length; x++) {
    let sum = 0;
    for (let i = from + x; i < end; i += rowBytes) sum += data[i];
    columns[x] = sum;
  }
}

/** Weigh the rows between, which the columns hold, and add the first and the last one. */
function addOuterRows(
  data: Uint8Array,
  firstRow: number,
  lastRow: number,
  { first, inner, last }: { readonly first: number; readonly inner: number; readonly last: number },
  columns: Float64Array,
): void {
  for (let x = 0; x < columns.length; x++) {
    columns[x] = first * data[firstRow + x] + inner * columns[x] + last * data[lastRow + x];
  }
}

function addColumns(
  columns: Float64Array,
  factor: number,
  { start, end, first, last, inner }: AxisWeights,
  row: Float64Array,
): void {
  for (let x = 0; x < row.length; x++) {
    const from = start[x];
    const to = end[x];
    let between = 0;
    for (let i = from + 1; i < to; i++) between += columns[i];
    row[x] = factor * (first[x] * columns[from] + inner * between + last[x] * columns[to]);
  }
}
