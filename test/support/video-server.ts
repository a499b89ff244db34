import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A web server on this machine that has one file, and may be a bad one. */
export interface VideoServer {
  readonly url: string;
  /** The `Range` of each request so far. */
  readonly ranges: readonly (string | undefined)[];
  close(): Promise<void>;
}

interface VideoServerOptions {
  /** For each request in turn, after how many bytes the connection is cut; whole without a number. */
  readonly bytesUntilDrop?: readonly number[];
  /** How fast the file is sent; as fast as it goes unless given. */
  readonly bytesPerSecond?: number;
  /** 0, unless given, for any. */
  readonly port?: number;
}

/** How often a piece is sent where the speed is limited, seconds. */
const INTERVAL = 0.05;

/** Serve a file. */
export async function serveVideo(
  path: string,
  { bytesUntilDrop = [], bytesPerSecond, port = 0 }: VideoServerOptions = {},
): Promise<VideoServer> {
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
      const pieces = createReadStream(path, {
        start,
        ...(bytesPerSecond !== undefined && { highWaterMark: bytesPerSecond * INTERVAL }),
      });
      const paced = bytesPerSecond === undefined ? pieces : pace(pieces);
      pipeline(paced, response).catch(() => response.destroy());
      return;
    }
    createReadStream(path, { start, end: start + drop - 1 })
      .on('end', () => setTimeout(() => response.destroy(), 50))
      .pipe(response, { end: false });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
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

async function* pace(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    yield piece;
    await sleep(INTERVAL * 1000);
  }
}
