import type { ReadStream } from 'node:tty';

const CTRL_C = '\u0003';

const ESCAPE_SEQUENCES: Readonly<Record<string, string>> = {
  '\u001b[A': 'ArrowUp',
  '\u001b[B': 'ArrowDown',
  '\u001bOA': 'ArrowUp',
  '\u001bOB': 'ArrowDown',
  '\u001b': 'Escape',
};

/** The keys in what a terminal sent, named as browsers name them. */
export function keysOf(text: string): string[] {
  if (text.startsWith('\u001b')) return [ESCAPE_SEQUENCES[text] ?? 'Unidentified'];
  return [...text];
}

/** Single keys from the terminal, without waiting for a line. Ctrl-C stays what it is. */
export class TerminalKeys {
  readonly #input: ReadStream;
  readonly #onData: (text: string) => void;

  constructor(onKey: (key: string) => void, input: ReadStream = process.stdin) {
    this.#input = input;
    this.#onData = (text) => {
      for (const key of keysOf(text)) {
        // Raw mode takes the terminal's own Ctrl-C away.
        if (key === CTRL_C) process.kill(process.pid, 'SIGINT');
        else onKey(key);
      }
    };
    input.setEncoding('utf8').on('data', this.#onData);
    input.setRawMode(true);
    input.resume();
  }

  /** Give the terminal its line mode back. A second call does nothing. */
  stop(): void {
    this.#input.off('data', this.#onData);
    this.#input.setRawMode(false);
    this.#input.pause();
  }
}
