/** Whether the first byte of a word is its lowest. */
const IS_LITTLE_ENDIAN = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/** Every second byte of a word: two sums of 16 bits can be kept in one integer. */
export const EVERY_SECOND_BYTE = 0xff00ff;

/** As many bytes as can be added up in 16 bits. */
export const MOST_BYTES = 0xffff / 0xff;

/**
 * Rows of bytes as words of four, the first byte lowest.
 * @param rowBytes from one row to the next
 * @returns `null` where rows don't begin on words
 */
export function wordsOf(data: Uint8Array | Uint8ClampedArray, rowBytes: number): Int32Array | null {
  const isAligned = data.byteOffset % 4 === 0 && rowBytes % 4 === 0;
  return isAligned && IS_LITTLE_ENDIAN
    ? new Int32Array(data.buffer, data.byteOffset, data.length >> 2)
    : null;
}
