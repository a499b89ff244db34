import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { collect } from '../../../test/support/async.js';
import { readPpm } from './ppm.js';

function pictures(sizes: readonly (readonly [number, number])[]): Buffer {
  return Buffer.concat(
    sizes.map(([width, height], i) =>
      Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), Buffer.alloc(width * height * 3, i + 1)]),
    ),
  );
}

test('pictures are cut out of a pipe, however its bytes arrive', async () => {
  const bytes = pictures([
    [4, 2],
    [10, 1],
  ]);
  for (const step of [1, 7, 1000]) {
    const chunks: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += step) chunks.push(bytes.subarray(at, at + step));
    const read = await collect(readPpm(Readable.from(chunks)));
    expect(read).toEqual([
      { width: 4, height: 2, data: new Uint8Array(24).fill(1) },
      { width: 10, height: 1, data: new Uint8Array(30).fill(2) },
    ]);
  }
});

test('a picture that is cut off is left out', async () => {
  const bytes = pictures([
    [4, 2],
    [4, 2],
  ]);
  for (const missing of [1, 24, 30]) {
    const read = await collect(readPpm(Readable.from([bytes.subarray(0, bytes.length - missing)])));
    expect(read).toHaveLength(1);
  }
  expect(await collect(readPpm(Readable.from([Buffer.from('not a picture\n\n\n')])))).toEqual([]);
});
