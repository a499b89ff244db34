/**
 * The part of a kept file that a request asks for: players fetch videos in parts.
 * @param range value of the Range header, as in `bytes=0-99`; several ranges are answered with the whole
 */
export async function partOf(response: Response, range: string | null): Promise<Response> {
  const match = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  if (match === null) return response;
  const whole = await response.blob();
  const start = Number(match[1]);
  const end = match[2] === '' ? whole.size - 1 : Math.min(Number(match[2]), whole.size - 1);
  const headers = new Headers(response.headers);
  if (start > end) {
    headers.set('Content-Range', `bytes */${whole.size}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set('Content-Range', `bytes ${start}-${end}/${whole.size}`);
  headers.set('Content-Length', String(end - start + 1));
  return new Response(whole.slice(start, end + 1), { status: 206, headers });
}
