import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileResponse } from './file-response.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-files-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Write a file with a compressed copy that is some seconds older, and ask for it. */
async function answer(content: string, copy: Buffer, seconds: number): Promise<Response> {
  const path = join(folder, 'a.js');
  writeFileSync(path, content);
  writeFileSync(`${path}.br`, copy);
  const past = new Date(Date.now() - seconds * 1000);
  utimesSync(`${path}.br`, past, past);
  const request = new Request('http://127.0.0.1/a.js', { headers: { 'Accept-Encoding': 'br' } });
  return (await fileResponse(path, request, 'no-cache'))!;
}

it.each([-5, 5])(
  'sends a compressed copy %d s older than its file, as npm unpacks them, where it is of the file',
  async (seconds) => {
    const response = await answer('content', brotliCompressSync('content'), seconds);
    expect(response.headers.get('Content-Encoding')).toBe('br');
    expect(brotliDecompressSync(Buffer.from(await response.arrayBuffer())).toString()).toBe('content');
  },
);

it.each([
  ['of what the file was before', brotliCompressSync('consent')],
  ['of its beginning', brotliCompressSync('conten')],
  ['cut short', brotliCompressSync('content').subarray(0, -3)],
  ['empty', Buffer.of()],
])('sends the file itself where an older copy is %s', async (_, copy) => {
  const response = await answer('content', copy, 5);
  expect([await response.text(), response.headers.get('Content-Encoding')]).toEqual(['content', null]);
});
