import type { Expression, FrameResult } from '../../core/index.js';

/** What a face showed in one column. */
export interface CourseCell {
  /** `null` where it was uncertain. */
  readonly expression: Expression | null;
  readonly probability: number;
}

/** The time course of one face, the newest column last; `null` where it was not in view. */
export interface FaceCourse {
  readonly trackId: number;
  readonly cells: readonly (CourseCell | null)[];
}

export interface RecentCourseOptions {
  /** Default 0.25. */
  readonly secondsPerColumn?: number;
  /** Columns that are kept. Default 120. */
  readonly columns?: number;
}

/** A face that was out of view for longer leaves a gap, seconds. */
const LONGEST_GAP = 1;

/** The last half minute of a stream, in columns of equal time; a column holds the last reading of its time. */
export class RecentCourse {
  readonly secondsPerColumn: number;
  readonly #capacity: number;
  readonly #longestGap: number;
  /** By track: by number of the column. */
  readonly #tracks = new Map<number, Map<number, CourseCell>>();
  #newest = 0;

  constructor({ secondsPerColumn = 0.25, columns = 120 }: RecentCourseOptions = {}) {
    this.secondsPerColumn = secondsPerColumn;
    this.#capacity = columns;
    this.#longestGap = LONGEST_GAP / secondsPerColumn;
  }

  /** Take in a frame of a stream. */
  append({ timestamp, faces }: FrameResult): void {
    this.#newest = Math.floor((timestamp ?? 0) / this.secondsPerColumn);
    for (const { trackId, expression, probability } of faces) {
      if (trackId === null) continue;
      const cells = this.#tracks.get(trackId) ?? new Map<number, CourseCell>();
      const cell = { expression, probability };
      // A reading of a slow computer stands for the columns since the last one, too.
      const last = [...cells.keys()].at(-1) ?? this.#newest;
      const first = this.#newest - last <= this.#longestGap ? Math.min(last + 1, this.#newest) : this.#newest;
      for (let column = first; column <= this.#newest; column++) cells.set(column, cell);
      this.#tracks.set(trackId, cells);
    }
    this.#forgetOld();
  }

  #forgetOld(): void {
    const oldest = this.#newest - this.#capacity;
    for (const [trackId, cells] of this.#tracks) {
      // Columns come in order, so the first ones are the oldest.
      for (const column of cells.keys()) {
        if (column > oldest) break;
        cells.delete(column);
      }
      if (cells.size === 0) this.#tracks.delete(trackId);
    }
  }

  /**
   * The faces that were in view lately, by id.
   * @param columns how many, at most as many as are kept
   */
  faces(columns = this.#capacity): FaceCourse[] {
    const first = this.#newest - columns + 1;
    return [...this.#tracks]
      .map(([trackId, cells]) => ({
        trackId,
        cells: Array.from({ length: columns }, (_, i) => cells.get(first + i) ?? null),
      }))
      .filter(({ cells }) => cells.some(Boolean))
      .toSorted((a, b) => a.trackId - b.trackId);
  }
}
