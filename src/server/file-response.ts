import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { getMimeType, mimes } from 'hono/utils/mime';
import { parseRange } from './range.js';

const MIME_TYPES = { ...mimes, onnx: 'application/octet-stream' };

/**
 * Answer with a file: its type, its part where a range is asked for, and nothing where the browser has it already. Where
 * a compressed copy lies beside it (`<name>.br`), a browser that can read that gets it.
 * @param path absolute path
 * @param cacheControl value of the header
 * @returns `null` if there is no such file
 */
export async function fileResponse(
  path: string,
  request: Request,
  cacheControl: string,
): Promise<Response | null> {
  const plain = await infoOf(path);
  if (plain === null) return null;
  const packed = await infoOf(`${path}.br`);
  const wantsPart = request.headers.has('Range');
  const isPacked =
    packed !== null && !wantsPart && acceptsBrotli(request) && (await isCurrent(path, plain, packed));
  const info = isPacked ? packed : plain;
  const etag = `W/"${info.size.toString(36)}-${Math.trunc(info.mtimeMs).toString(36)}"`;
  const headers = new Headers({
    'Accept-Ranges': 'bytes',
    'Cache-Control': cacheControl,
    'Content-Type': getMimeType(path, MIME_TYPES) ?? 'application/octet-stream',
    ETag: etag,
  });
  if (packed !== null) headers.set('Vary', 'Accept-Encoding');
  if (isPacked) headers.set('Content-Encoding', 'br');
  if (request.headers.get('If-None-Match') === etag) return new Response(null, { status: 304, headers });

  const range = parseRange(request.headers.get('Range'), info.size);
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${info.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: info.size - 1 };
  headers.set('Content-Length', String(end - start + 1));
  if (range) headers.set('Content-Range', `bytes ${start}-${end}/${info.size}`);
  const hasBody = request.method !== 'HEAD' && info.size > 0;
  const stream = () => createReadStream(isPacked ? `${path}.br` : path, { start, end });
  const body = hasBody ? (Readable.toWeb(stream()) as ReadableStream) : null;
  return new Response(body, { status: range ? 206 : 200, headers });
}

async function infoOf(path: string): Promise<Stats | null> {
  const info = await stat(path).catch(() => null);
  return info?.isFile() ? info : null;
}

/**
 * Whether a file's compressed copy is of what the file holds now. npm gives files the dates at which it unpacks them, copies
 * before their files, so that an older copy is compared.
 */
async function isCurrent(path: string, plain: Stats, packed: Stats): Promise<boolean> {
  if (packed.mtimeMs >= plain.mtimeMs) return true;
  const [own, unpacked] = await Promise.all([
    digestOf(path),
    digestOf(`${path}.br`, createBrotliDecompress()),
  ]);
  return own !== null && own === unpacked;
}

/** @returns `null` if the file can't be read or unpacked */
async function digestOf(path: string, ...unpacking: Transform[]): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline([createReadStream(path), ...unpacking, hash]);
  } catch {
    return null;
  }
  return hash.digest('hex');
}

function acceptsBrotli(request: Request): boolean {
  const codings = request.headers.get('Accept-Encoding') ?? '';
  return codings.split(',').some((coding) => /^\s*br\s*($|;)/.test(coding) && !/q=0(\.0*)?\s*$/.test(coding));
}
