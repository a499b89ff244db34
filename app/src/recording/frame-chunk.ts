/** Some frames of a store as columns, which IndexedDB and `postMessage` take as they are. */
export interface FrameChunk {
  /** Seconds, one for each frame. */
  readonly times: Float64Array;
  /** Number of faces in each frame; the arrays below have so many entries for it. */
  readonly faceCounts: Int32Array;
  readonly trackIds: Int32Array;
  /** The expression by its index; 7 is uncertain. */
  readonly states: Uint8Array;
  /** Row-major, faces x columns; see frame-store.ts. */
  readonly faces: Float32Array;
}
