/** Set in the state while the middle picture was not read yet; the lower bits are its number. */
const FRESH = 4;
const NUMBER = 3;
const SLOTS = 3;

/** Memory that a writing and a reading thread share. */
export interface LatestPictureMemory {
  readonly pixels: SharedArrayBuffer;
  readonly timestamps: SharedArrayBuffer;
  readonly state: SharedArrayBuffer;
}

/** @param bytes of a picture */
export function allocateLatestPicture(bytes: number): LatestPictureMemory {
  const state = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  new Int32Array(state)[0] = 1;
  return {
    pixels: new SharedArrayBuffer(SLOTS * bytes),
    timestamps: new SharedArrayBuffer(SLOTS * Float64Array.BYTES_PER_ELEMENT),
    state,
  };
}

/** One end of the memory: it owns one picture, and swaps it for the one in the middle. */
class LatestPictureEnd {
  readonly slots: readonly Uint8Array[];
  readonly timestamps: Float64Array;
  readonly state: Int32Array;

  constructor(
    memory: LatestPictureMemory,
    /** Number of the picture that this end owns. */
    public own: number,
  ) {
    const bytes = memory.pixels.byteLength / SLOTS;
    this.slots = Array.from({ length: SLOTS }, (_, i) => new Uint8Array(memory.pixels, i * bytes, bytes));
    this.timestamps = new Float64Array(memory.timestamps);
    this.state = new Int32Array(memory.state);
  }

  swap(flag: number): void {
    this.own = Atomics.exchange(this.state, 0, this.own | flag) & NUMBER;
  }
}

/** The writing end; it never waits: of three pictures, one is always free for it. */
export class LatestPictureWriter {
  readonly #end: LatestPictureEnd;

  constructor(memory: LatestPictureMemory) {
    this.#end = new LatestPictureEnd(memory, 0);
  }

  /**
   * Write a picture; it takes the place of one that was not read.
   * @param fill writes its pixels
   */
  write(timestamp: number, fill: (pixels: Uint8Array) => void): void {
    const { slots, timestamps, own } = this.#end;
    fill(slots[own]);
    timestamps[own] = timestamp;
    this.#end.swap(FRESH);
  }
}

/** The reading end. */
export class LatestPictureReader {
  readonly #end: LatestPictureEnd;

  constructor(memory: LatestPictureMemory) {
    this.#end = new LatestPictureEnd(memory, 2);
  }

  /** @returns the newest picture, not changed until the next call; `null` if it was given already */
  take(): { data: Uint8Array; timestamp: number } | null {
    if ((Atomics.load(this.#end.state, 0) & FRESH) === 0) return null;
    this.#end.swap(0);
    const { slots, timestamps, own } = this.#end;
    return { data: slots[own], timestamp: timestamps[own] };
  }
}
