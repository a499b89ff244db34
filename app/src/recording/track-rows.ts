import { BlockArray } from './block-array.js';

/** Where the face of one track is found among the rows of all frames. */
export class TrackRows {
  /** The row in each frame from the first to the last, plus 1; 0 where the face was not found. */
  readonly #rows = new BlockArray((size) => new Int32Array(size));

  constructor(
    readonly trackId: number,
    readonly firstFrame: number,
  ) {}

  /** The last frame with this face. */
  get lastFrame(): number {
    return this.firstFrame + this.#rows.length - 1;
  }

  /** Take note of the face in a frame, which must be later than the last one. */
  add(frame: number, row: number): void {
    while (this.lastFrame < frame) this.#rows.push();
    this.#rows.set(frame - this.firstFrame, 0, row + 1);
  }

  /** The row of the face in a frame; -1 where it was not found. */
  row(frame: number): number {
    if (frame < this.firstFrame || frame > this.lastFrame) return -1;
    return this.#rows.get(frame - this.firstFrame) - 1;
  }
}
