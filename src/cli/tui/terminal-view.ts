import { pc } from '../colors.js';
import type { LiveReading, LiveView } from '../webcam/live-view.js';
import { renderScreen } from './screen.js';
import { TerminalKeys } from './terminal-keys.js';

const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const REST_OF_LINE = '\u001b[K';
const REST_OF_SCREEN = '\u001b[J';

/** Fifteen times a second is smooth for text; more would flicker over slow lines, milliseconds. */
const INTERVAL_MS = 66;

/** A live view in the terminal, from the first frame on; leaves it as it was, however the program ends. */
export class TerminalView implements LiveView {
  readonly closed: Promise<void> = new Promise(() => {});
  readonly #source: string;
  readonly #onKey: (key: string) => void;
  readonly #output = process.stdout;
  #keys: TerminalKeys | null = null;
  #isOpen = false;
  #last = 0;

  /** @param source name of the camera */
  constructor(source: string, onKey: (key: string) => void) {
    this.#source = source;
    this.#onKey = onKey;
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    process.once('exit', this.#restore);
    this.#output.write(ENTER);
    if (process.stdin.isTTY) this.#keys = new TerminalKeys(this.#onKey);
  }

  async show({ result, course, threshold, isRecording, notice, rate }: LiveReading): Promise<void> {
    this.#open();
    const now = performance.now();
    if (now - this.#last < INTERVAL_MS || this.#output.writableNeedDrain) return;
    this.#last = now;
    const { columns = 80, rows = 24 } = this.#output;
    const state = {
      source: this.#source,
      result,
      courses: course.faces(),
      threshold,
      isRecording,
      notice,
      rate,
    };
    const lines = renderScreen(state, { columns, rows, hasColor: pc.isColorSupported });
    this.#output.write(HOME + lines.map((line) => line + REST_OF_LINE).join('\r\n') + REST_OF_SCREEN);
  }

  async close(): Promise<void> {
    this.#restore();
  }

  readonly #restore = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    process.off('exit', this.#restore);
    this.#keys?.stop();
    this.#output.write(LEAVE);
  };
}
