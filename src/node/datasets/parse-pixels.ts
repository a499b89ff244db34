const SPACE = 32;
const ZERO = 48;
const NINE = 57;

/**
 * Parse FER2013's list of pixels: whole numbers from 0 to 255 in decimal, separated by blanks.
 * @param length how many there must be
 * @returns (length,) in the order of the text
 * @throws {RangeError} that says what is wrong with the list, for a caller to say where
 */
export function parsePixels(text: string, length: number): Uint8Array {
  const pixels = new Uint8Array(length);
  let count = 0;
  // Character by character: splitting would make 2,304 strings of every row.
  for (let i = 0; i < text.length; ) {
    if (text.charCodeAt(i) <= SPACE) {
      i++;
      continue;
    }
    const start = i;
    let value = 0;
    for (let code = text.charCodeAt(i); code > SPACE; code = text.charCodeAt(++i)) {
      value = code >= ZERO && code <= NINE ? value * 10 + (code - ZERO) : Number.NaN;
    }
    if (!(value <= 255)) {
      throw new RangeError(
        `pixel ${count + 1} must be a whole number from 0 to 255, got "${text.slice(start, Math.min(i, start + 20))}"`,
      );
    }
    if (count < length) pixels[count] = value;
    count += 1;
  }
  if (count !== length) throw new RangeError(`${length} pixels are expected, got ${count}`);
  return pixels;
}
