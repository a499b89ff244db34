import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { getMimeType, mimes } from 'hono/utils/mime';
import { parseRange } from './range.js';

const MIME_TYPES = { ...mimes, onnx: 'application/octet-stream' };

/**
 * Answer with a file: its type, its part where a range is asked for, and nothing where the browser has it already.
 * @param path absolute path
 * @param cacheControl value of the header
 * @returns `null` if there is no such file
 */
export async function fileResponse(
  path: string,
  request: Request,
  cacheControl: string,
): Promise<Response | null> {
  const info = await stat(path).catch(() => null);
  if (!info?.isFile()) return null;
  const etag = `W/"${info.size.toString(36)}-${Math.trunc(info.mtimeMs).toString(36)}"`;
  const headers = new Headers({
    'Accept-Ranges': 'bytes',
    'Cache-Control': cacheControl,
    'Content-Type': getMimeType(path, MIME_TYPES) ?? 'application/octet-stream',
    ETag: etag,
  });
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
  const body = hasBody ? (Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream) : null;
  return new Response(body, { status: range ? 206 : 200, headers });
}
