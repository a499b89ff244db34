import type { Plane } from '../types.js';
import { type AxisWeights, axisWeights } from './axis-weights.js';
import { EVERY_SECOND_BYTE, MOST_BYTES, wordsOf } from './words.js';

/** Sizes that divide, columns in pairs: what most videos and networks have. */
interface EvenSteps {
  /** Pairs of columns to a value of the row. */
  readonly across: number;
  /** Rows to a row. */
  readonly down: number;
  /** What the rows add up to, for each pair of columns; two to a word. */
  readonly sums: Uint16Array;
  readonly sumWords: Int32Array;
}

/**
 * Resizes one plane row by row, as `Resizer` does a picture. The rows that go into one are added up first, four samples a
 * step where a row begins on a word; then the columns are, as neighbours in pairs where that leaves none over. Frames of
 * one size allocate nothing.
 */
export class ResizedPlane {
  #plane: Plane | null = null;
  #words: Int32Array | null = null;
  #horizontal: AxisWeights | null = null;
  #vertical: AxisWeights | null = null;
  #even: EvenSteps | null = null;
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
    this.#words = plane.width % 4 === 0 ? wordsOf(plane.data, plane.rowBytes) : null;
    if (this.#columns.length !== plane.width) this.#columns = new Float64Array(plane.width);
    this.#horizontal = axisWeights(this.#horizontal, plane.width, width, 1);
    this.#vertical = axisWeights(this.#vertical, plane.height, height, plane.rowBytes);
    this.#even = this.#words && evenSteps(this.#even, plane, width, height);
  }

  /** @returns the output row, valid until the next one is asked for */
  row(y: number): Float64Array {
    if (this.#plane !== null && this.#even !== null) {
      addPairs(this.#words!, y * this.#even.down, this.#plane.rowBytes >> 2, this.#even);
      averagePairs(this.#even, this.#row);
    } else if (this.#plane !== null) {
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
    if (this.#words !== null && count <= MOST_BYTES) {
      addWords(this.#words, from >> 2, count, rowBytes >> 2, this.#columns);
    } else addBytes(data, from, count, rowBytes, this.#columns);
  }
}

/** @param old taken where it is for the same sizes */
function evenSteps(old: EvenSteps | null, plane: Plane, width: number, height: number): EvenSteps | null {
  const across = plane.width / width / 2;
  const down = plane.height / height;
  if (!(Number.isInteger(across) && Number.isInteger(down) && 2 * down <= MOST_BYTES)) return null;
  if (old?.across === across && old.down === down && old.sums.length === plane.width / 2) return old;
  const sums = new Uint16Array(plane.width / 2);
  return { across, down, sums, sumWords: new Int32Array(sums.buffer) };
}

/** Add up the rows that go into one, and the columns of a word in pairs. */
function addPairs(
  words: Int32Array,
  firstRow: number,
  rowWords: number,
  { down, sumWords }: EvenSteps,
): void {
  const from = firstRow * rowWords;
  const end = from + down * rowWords;
  for (let x = 0; x < sumWords.length; x++) {
    let pairs = 0;
    let i = from + x;
    // Two rows a step take half the time.
    for (; i + rowWords < end; i += 2 * rowWords)
      pairs = (pairs + inPairs(words[i]) + inPairs(words[i + rowWords])) | 0;
    if (i < end) pairs = (pairs + inPairs(words[i])) | 0;
    sumWords[x] = pairs;
  }
}

/** The first two bytes of a word added up, and the last two. */
function inPairs(word: number): number {
  return (word & EVERY_SECOND_BYTE) + ((word >>> 8) & EVERY_SECOND_BYTE);
}

function averagePairs({ across, down, sums }: EvenSteps, row: Float64Array): void {
  const share = 0.5 / (across * down);
  for (let x = 0, i = 0; x < row.length; x++) {
    let sum = 0;
    for (const end = i + across; i < end; i++) sum += sums[i];
    row[x] = share * sum;
  }
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
      even = (even + (word & EVERY_SECOND_BYTE)) | 0;
      odd = (odd + ((word >>> 8) & EVERY_SECOND_BYTE)) | 0;
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
