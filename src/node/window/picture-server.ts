import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PAGE_CSS, PAGE_HTML, PAGE_SCRIPT } from './page.js';

/** Nothing but the page's own files, from nowhere else, and nowhere to. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const FILES: Readonly<Record<string, readonly [type: string, content: string]>> = {
  '': ['text/html; charset=utf-8', PAGE_HTML],
  'page.css': ['text/css; charset=utf-8', PAGE_CSS],
  'page.js': ['text/javascript; charset=utf-8', PAGE_SCRIPT],
};

const BOUNDARY = 'affect-detect-picture';

/** Names of keys are short. */
const LONGEST_KEY = 32;

/** A page that is loaded again is gone for a moment, milliseconds. */
const RELOAD_MS = 1000;

/** Serves the window's page on this machine, behind an address that nobody can guess. */
export class PictureServer {
  /** Resolves when the page is there. */
  readonly opened: Promise<void>;
  /** Resolves when the page was there and is gone. */
  readonly closed: Promise<void>;
  readonly #server: Server;
  readonly #folder = `/${randomBytes(16).toString('hex')}/`;
  readonly #onKey: (key: string) => void;
  readonly #viewers = new Set<ServerResponse>();
  readonly #pages = new Set<ServerResponse>();
  #open: () => void = () => {};
  #close: () => void = () => {};

  constructor(onKey: (key: string) => void) {
    this.#onKey = onKey;
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** @returns the page's address */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#folder}`;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { url = '', method } = request;
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const name = url.startsWith(this.#folder) ? url.slice(this.#folder.length) : null;
    if (name === null) response.writeHead(404).end();
    else if (name === 'key' && method === 'POST') this.#takeKey(request, response);
    else if (method !== 'GET') response.writeHead(405).end();
    else if (name === 'pictures') this.#addViewer(response);
    else if (name === 'alive') this.#addPage(response);
    else if (FILES[name]) response.writeHead(200, { 'Content-Type': FILES[name][0] }).end(FILES[name][1]);
    else response.writeHead(404).end();
  }

  #takeKey(request: IncomingMessage, response: ServerResponse): void {
    let key = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => {
      key += text;
      if (key.length > LONGEST_KEY) request.destroy();
    });
    request.on('end', () => {
      response.writeHead(204).end();
      this.#onKey(key);
    });
  }

  #addViewer(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': `multipart/x-mixed-replace; boundary=${BOUNDARY}` });
    response.write(`--${BOUNDARY}\r\n`);
    this.#viewers.add(response);
    response.on('close', () => this.#viewers.delete(response));
  }

  #addPage(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/plain' }).flushHeaders();
    this.#pages.add(response);
    this.#open();
    response.on('close', () => {
      this.#pages.delete(response);
      setTimeout(() => {
        if (this.#pages.size === 0) this.#close();
      }, RELOAD_MS).unref();
    });
  }

  /** Send a picture to the page, unless the one before is still on its way. */
  show(jpeg: Uint8Array): void {
    for (const response of this.#viewers) {
      if (response.writableNeedDrain) continue;
      response.write(`Content-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`);
      response.write(jpeg);
      // The next part's boundary at once: browsers show a picture when they see its end.
      response.write(`\r\n--${BOUNDARY}\r\n`);
    }
  }

  /** End all connections. */
  async close(): Promise<void> {
    for (const response of this.#pages) response.end();
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
