import { stat } from 'node:fs/promises';
import { seconds } from './format/seconds.js';

/** How far a run over several videos is. Nobody knows their lengths beforehand, so their sizes in bytes stand for them. */
export class RunProgress {
  readonly #started = performance.now();
  readonly #sizes: readonly number[];
  readonly #total: number;
  #done = 0;

  /** @param sizes of the videos, bytes; 0 where it isn't known */
  constructor(sizes: readonly number[]) {
    this.#sizes = sizes;
    this.#total = sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Begin a run; an address, or a file that isn't there, counts for nothing. */
  static async over(paths: readonly string[]): Promise<RunProgress> {
    const sizes = paths.map(async (path) => (await stat(path).catch(() => null))?.size ?? 0);
    return new RunProgress(await Promise.all(sizes));
  }

  /** A video is done with, whether it could be read or not. */
  finish(index: number): void {
    this.#done += this.#sizes[index];
  }

  /**
   * Say how far the run is.
   * @param index of the video that is read
   * @param share of it that was read, 0 to 1
   * @returns an empty text where it is the only one
   */
  describe(index: number, share: number): string {
    const count = this.#sizes.length;
    if (count === 1) return '';
    const place = `video ${index + 1} of ${count}`;
    const part = this.#total > 0 ? (this.#done + share * this.#sizes[index]) / this.#total : 0;
    if (part === 0) return place;
    const elapsed = (performance.now() - this.#started) / 1000;
    return `${place}, all: ${Math.floor(part * 100)} %, ${seconds((elapsed / part) * (1 - part))} left`;
  }
}
