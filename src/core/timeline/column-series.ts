/** A time series for a chart: `time[i]` belongs to `columns[c][i]`. */
export interface Columns {
  /** Seconds. */
  readonly time: Float64Array;
  readonly columns: readonly Float32Array[];
}

/**
 * A time series of bounded length. When it is full, neighbouring points merge into their mean, and from then on each
 * point stands for twice as many frames; so every point but the last always stands for the same number.
 */
export class ColumnSeries {
  readonly #columnCount: number;
  readonly #capacity: number;
  #time = new Float64Array(0);
  /** Row-major, points x columns. */
  #values = new Float32Array(0);
  #length = 0;
  #framesPerPoint = 1;
  /** Sums over the frames of the point that is being made. */
  readonly #sums: Float64Array;
  #timeSum = 0;
  #frames = 0;

  /** @param capacity the most points; even, at least 2 */
  constructor(columnCount: number, capacity: number) {
    this.#columnCount = columnCount;
    this.#capacity = capacity;
    this.#sums = new Float64Array(columnCount);
  }

  /** @param values one for each column */
  append(timestamp: number, values: readonly number[]): void {
    this.#timeSum += timestamp;
    for (let column = 0; column < this.#columnCount; column++) this.#sums[column] += values[column];
    this.#frames++;
    if (this.#frames < this.#framesPerPoint) return;
    this.#grow();
    this.#writePoint(this.#time, this.#values, this.#length++);
    this.#sums.fill(0);
    this.#timeSum = 0;
    this.#frames = 0;
    if (this.#length === this.#capacity) this.#mergeNeighbours();
  }

  /** A copy of all points, the one that is being made included; at most `capacity`. */
  read(): Columns {
    const length = this.#length + (this.#frames > 0 ? 1 : 0);
    const time = new Float64Array(length);
    const values = new Float32Array(length * this.#columnCount);
    time.set(this.#time.subarray(0, this.#length));
    values.set(this.#values.subarray(0, this.#length * this.#columnCount));
    if (this.#frames > 0) this.#writePoint(time, values, this.#length);
    const columns = Array.from({ length: this.#columnCount }, (_, column) =>
      Float32Array.from({ length }, (_, point) => values[point * this.#columnCount + column]),
    );
    return { time, columns };
  }

  #writePoint(time: Float64Array, values: Float32Array, point: number): void {
    time[point] = this.#timeSum / this.#frames;
    for (let column = 0; column < this.#columnCount; column++) {
      values[point * this.#columnCount + column] = this.#sums[column] / this.#frames;
    }
  }

  #mergeNeighbours(): void {
    this.#length /= 2;
    this.#framesPerPoint *= 2;
    for (let point = 0; point < this.#length; point++) {
      this.#time[point] = (this.#time[2 * point] + this.#time[2 * point + 1]) / 2;
      for (let column = 0; column < this.#columnCount; column++) {
        const first = 2 * point * this.#columnCount + column;
        this.#values[point * this.#columnCount + column] =
          (this.#values[first] + this.#values[first + this.#columnCount]) / 2;
      }
    }
  }

  /** Most tracks are short: room is made as it is needed. */
  #grow(): void {
    if (this.#length < this.#time.length) return;
    const room = Math.min(Math.max(64, 2 * this.#length), this.#capacity);
    const time = new Float64Array(room);
    time.set(this.#time);
    this.#time = time;
    const values = new Float32Array(room * this.#columnCount);
    values.set(this.#values);
    this.#values = values;
  }
}
