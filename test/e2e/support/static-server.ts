import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.jpg': 'image/jpeg',
  '.mp4': 'video/mp4',
};

/** A server of files as simple as people use them: no headers but the type. */
export interface StaticServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serve folders.
 * @param folders by the paths that their files' addresses begin with, the longest first
 */
export async function serveFolders(folders: Readonly<Record<string, string>>): Promise<StaticServer> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    const prefix = Object.keys(folders).find((each) => pathname.startsWith(each))!;
    const rest = decodeURIComponent(pathname.slice(prefix.length)) || 'index.html';
    try {
      const body = await readFile(join(folders[prefix], rest));
      response
        .writeHead(200, { 'Content-Type': TYPES[extname(rest)] ?? 'application/octet-stream' })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
