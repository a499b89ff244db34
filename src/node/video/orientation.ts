/** How a decoded picture must be turned to be shown upright. */
export interface Orientation {
  /** Width and height change places. */
  readonly swapsSides: boolean;
  /** FFmpeg filters that turn the picture, in order; none where it is upright. */
  readonly filters: readonly string[];
}

export const UPRIGHT: Orientation = { swapsSides: false, filters: [] };

/**
 * Read a display matrix, the way in which MP4 and its kin say how a phone was held. Turns by other angles than
 * quarters are left alone, as players do.
 * @param matrix nine numbers, row-major [a, b, u, c, d, v, x, y, w]; a to d in any one unit
 * @see ISO/IEC 14496-12, 8.2.2 (track header), and FFmpeg's `av_display_rotation_get`
 */
export function readDisplayMatrix(matrix: ArrayLike<number>): Orientation {
  const [a, b, , c, d] = Array.from(matrix);
  if (Math.abs(a) + Math.abs(d) > Math.abs(b) + Math.abs(c)) {
    const filters = [...(a < 0 ? ['hflip'] : []), ...(d < 0 ? ['vflip'] : [])];
    return { swapsSides: false, filters };
  }
  if (b === 0 || c === 0) return UPRIGHT;
  // A picture point (x, y) is shown at (a x + c y, b x + d y), y downwards.
  const direction = b > 0 ? (c < 0 ? 'clock' : 'cclock_flip') : c > 0 ? 'cclock' : 'clock_flip';
  return { swapsSides: true, filters: [`transpose=${direction}`] };
}
