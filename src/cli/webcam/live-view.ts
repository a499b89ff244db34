import type { Frame, FrameResult } from '../../core/index.js';
import type { RecentCourse } from '../../node/window/recent-course.js';

/** A frame with all that may be shown of it. */
export interface LiveReading {
  readonly frame: Frame;
  readonly result: FrameResult;
  readonly course: RecentCourse;
  readonly threshold: number;
  readonly mirrored: boolean;
  readonly showsBars: boolean;
  readonly showsCourse: boolean;
  readonly isRecording: boolean;
  readonly notice: string | null;
  /** Frames read a second, lately. */
  readonly rate: number;
}

/** Where a person watches. */
export interface LiveView {
  /** Show a frame; its pixels aren't needed any more when this resolves. */
  show(reading: LiveReading): Promise<void>;
  /** Resolves when the person has closed it. */
  readonly closed: Promise<void>;
  /** Take it away. A second call does nothing. */
  close(): Promise<void>;
}

/** For recording without anybody who watches. */
export const NO_VIEW: LiveView = {
  async show() {},
  closed: new Promise(() => {}),
  async close() {},
};
