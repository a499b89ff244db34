import { formatPercent } from '../../core/overlay/label-text.js';
import type { Action } from './actions.js';

/** How far one key press moves the threshold. */
const THRESHOLD_STEP = 0.05;

/** How long it is said what a key has done, seconds. */
const NOTICE_SECONDS = 2;

/** What keys change while the camera runs. */
export class LiveControls {
  threshold: number;
  mirrored: boolean;
  bars = false;
  course = false;
  #notice = { text: '', until: 0 };

  constructor({ threshold, mirrored }: { readonly threshold: number; readonly mirrored: boolean }) {
    this.threshold = threshold;
    this.mirrored = mirrored;
  }

  /**
   * Do what a key asks for, as far as it changes what is shown.
   * @param now seconds, of any clock
   */
  apply(action: Action, now: number): void {
    if (action === 'raise-threshold') this.#moveThreshold(THRESHOLD_STEP, now);
    else if (action === 'lower-threshold') this.#moveThreshold(-THRESHOLD_STEP, now);
    else if (action === 'bars') this.bars = !this.bars;
    else if (action === 'course') this.course = !this.course;
    else if (action === 'mirror') this.mirrored = !this.mirrored;
  }

  #moveThreshold(step: number, now: number): void {
    // Whole steps, so that 0.05 twenty times is 1.
    const moved = Math.round((this.threshold + step) * 100) / 100;
    this.threshold = Math.min(1, Math.max(0, moved));
    this.say(`Threshold ${formatPercent(this.threshold)}`, now);
  }

  /** Say something for a moment. */
  say(text: string, now: number): void {
    this.#notice = { text, until: now + NOTICE_SECONDS };
  }

  /** What is being said; `null` for nothing. */
  notice(now: number): string | null {
    return now < this.#notice.until ? this.#notice.text : null;
  }
}
