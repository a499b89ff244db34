import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server on this machine that has one file, and may be a bad one. */
export interface VideoServer {
  readonly url: string;
  /** The `Range` of each request so far. */
  readonly ranges: readonly (string | undefined)[];
  close(): Promise<void>;
}

/**
 * Serve a file.
 * @param bytesUntilDrop for each request in turn, after how many bytes the connection is cut; whole without a number
 */
export async function serveVideo(path: string, bytesUntilDrop: readonly number[] = []): Promise<VideoServer> {
  const { size } = statSync(path);
  const ranges: (string | undefined)[] = [];
  const server: Server = createServer((request, response) => {
    const drop = bytesUntilDrop[ranges.length];
    ranges.push(request.headers.range);
    const start = Number(request.headers.range?.match(/bytes=(\d+)-/)?.[1] ?? 0);
    response.writeHead(request.headers.range ? 206 : 200, {
      'Content-Type': 'video/mp4',
      'Content-Length': size - start,
      'Content-Range': `bytes ${start}-${size - 1}/${size}`,
      'Accept-Ranges': 'bytes',
    });
    if (drop === undefined) {
      createReadStream(path, { start })
        .on('error', () => response.destroy())
        .pipe(response);
      return;
    }
    createReadStream(path, { start, end: start + drop - 1 })
      .on('end', () => setTimeout(() => response.destroy(), 50))
      .pipe(response, { end: false });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/clip.mp4`,
    ranges,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
