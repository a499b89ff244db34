import type { Readable } from 'node:stream';
import { PixelReader } from '../video/pixel-reader.js';

/** Line breaks in a picture's header, as FFmpeg writes it: `P6\n1280 720\n255\n`. */
const HEADER_LINES = 3;

const LINE_FEED = 10;

/**
 * Cut a pipe into its pictures.
 * @param pipe PPM pictures, one behind the other; one that is cut off is left out
 * @see https://netpbm.sourceforge.net/doc/ppm.html
 */
export async function* readPpm(
  pipe: Readable,
): AsyncGenerator<{ data: Uint8Array; width: number; height: number }> {
  const reader = new PixelReader(pipe);
  for (;;) {
    const header = await readHeader(reader);
    const [, width, height] = /^P6\n(\d+) (\d+)\n255\n$/.exec(header)?.map(Number) ?? [];
    if (!width || !height) return;
    const data = new Uint8Array(width * height * 3);
    if (!(await reader.fill(data))) return;
    yield { data, width, height };
  }
}

async function readHeader(reader: PixelReader): Promise<string> {
  const byte = new Uint8Array(1);
  let header = '';
  for (let lines = 0; lines < HEADER_LINES; ) {
    if (!(await reader.fill(byte))) return '';
    header += String.fromCharCode(byte[0]);
    if (byte[0] === LINE_FEED) lines++;
  }
  return header;
}
