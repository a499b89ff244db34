/** The next even number. */
export function even(side: number): number {
  return side + (side % 2);
}

/**
 * Repeat the last column and the last row of an RGB24 picture where its sides are odd. FFmpeg's own filter for that, `pad`,
 * writes outside of its memory where the height is odd (node-av 6.1.1).
 * @returns the picture itself where both sides are even
 */
export function withEvenSides(pixels: Uint8Array, width: number, height: number): Uint8Array {
  if (width % 2 === 0 && height % 2 === 0) return pixels;
  const rowBytes = width * 3;
  const evenBytes = even(width) * 3;
  const result = new Uint8Array(evenBytes * even(height));
  for (let y = 0; y < even(height); y++) {
    const from = Math.min(y, height - 1) * rowBytes;
    const to = y * evenBytes;
    result.set(pixels.subarray(from, from + rowBytes), to);
    if (width % 2 === 1) result.set(pixels.subarray(from + rowBytes - 3, from + rowBytes), to + rowBytes);
  }
  return result;
}
