import { InputError } from '../core/errors.js';

/** A text or its bytes (UTF-8), in pieces of any size. */
export type TextSource = AsyncIterable<string | Uint8Array>;

/** A line without its line feed (a carriage return before it stays), and its number, from 1. */
export interface Line {
  readonly text: string;
  readonly number: number;
}

// Both runtimes have it, but its type comes with the libraries of one of them.
declare const TextDecoder: new () => {
  decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string;
};

/** A line of our own has a few hundred characters a face. What has no break in so many is another kind of file. */
const LONGEST_LINE = 4_000_000;

/**
 * Cut a text into lines, in memory that doesn't depend on its length. A byte order mark is
 * dropped.
 * @param name what to call the source in messages
 * @throws {InputError} if a line is longer than four million characters
 */
export async function* readLines(source: TextSource, name: string): AsyncGenerator<Line> {
  let number = 0;
  let rest = '';
  for await (const piece of decoded(source)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) {
      throw new InputError(`${name}: line ${number + lines.length + 1} is longer than any table's`);
    }
    for (const text of lines) {
      number += 1;
      yield { text, number };
    }
  }
  if (rest !== '') yield { text: rest, number: number + 1 };
}

async function* decoded(source: TextSource): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let isFirst = true;
  for await (const piece of source) {
    const text = typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
    if (text === '') continue;
    // The decoder drops the mark of bytes; a string may still have one.
    yield isFirst && text.startsWith('\uFEFF') ? text.slice(1) : text;
    isFirst = false;
  }
  const last = decoder.decode();
  if (last !== '') yield last;
}
