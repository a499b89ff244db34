import type { LumaSampler } from './luma-sampler.js';

/** Looks at a few hundred pixels of a picture: how bright it is, and whether it has changed. */
export class LumaMeter {
  #before: Float32Array | null = null;
  #changedAt = 0;

  /**
   * Mean luma of a whole picture, and for how long it has not changed.
   * @param size of the picture, pixels
   * @param now seconds, from any clock
   */
  look(
    sampler: LumaSampler,
    size: { readonly width: number; readonly height: number },
    now: number,
  ): { readonly luma: number; readonly stillSeconds: number } {
    const lumas = sampler({ x: 0, y: 0, width: size.width, height: size.height });
    const before = this.#before;
    if (before === null || lumas.some((value, i) => value !== before[i])) this.#changedAt = now;
    this.#before = lumas;
    return { luma: mean(lumas), stillSeconds: now - this.#changedAt };
  }
}

export function mean(lumas: Float32Array): number {
  return lumas.reduce((sum, luma) => sum + luma, 0) / lumas.length;
}
