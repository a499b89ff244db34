type NumericArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/** Options of a {@link BlockArray}. */
interface BlockArrayOptions {
  /** Numbers in a row. Default 1. */
  readonly columns?: number;
  /** Rows in a block; a power of two. Default 4096. */
  readonly blockRows?: number;
}

/**
 * Rows of numbers that only grow: room is made a block of rows at a time, so that no append ever copies what is there
 * already.
 */
export class BlockArray<Block extends NumericArray> {
  length = 0;
  readonly #blocks: Block[] = [];
  readonly #create: (size: number) => Block;
  readonly #columns: number;
  readonly #bits: number;
  readonly #mask: number;

  constructor(create: (size: number) => Block, { columns = 1, blockRows = 4096 }: BlockArrayOptions = {}) {
    this.#create = create;
    this.#columns = columns;
    this.#bits = Math.log2(blockRows);
    this.#mask = blockRows - 1;
  }

  /** Add a row of zeros. @returns its index */
  push(): number {
    const row = this.length++;
    if ((row & this.#mask) === 0) this.#blocks.push(this.#create((this.#mask + 1) * this.#columns));
    return row;
  }

  get(row: number, column = 0): number {
    return this.#blocks[row >> this.#bits][(row & this.#mask) * this.#columns + column];
  }

  set(row: number, column: number, value: number): void {
    this.#blocks[row >> this.#bits][(row & this.#mask) * this.#columns + column] = value;
  }
}
