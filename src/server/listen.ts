import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { PortUnavailableError } from '../core/index.js';
import { type AppOptions, createApp } from './app.js';

export interface ListenOptions extends AppOptions {
  /** 0 takes any that is free. Default 4173. */
  readonly port?: number;
}

/** A server that is running. */
export interface RunningServer {
  /** Where a browser on this machine finds the page. */
  readonly url: string;
  readonly port: number;
  /** Stop listening and end all connections. */
  close(): Promise<void>;
}

export const DEFAULT_PORT = 4173;

/**
 * Serve the web app.
 * @throws {PortUnavailableError} if the port is in use or may not be opened
 * @throws {RangeError} if the host is empty, which would mean every interface
 */
export async function listen(options: ListenOptions = {}): Promise<RunningServer> {
  const { port = DEFAULT_PORT, host = '127.0.0.1' } = options;
  if (host === '') throw new RangeError('host must not be empty');
  const server = createAdaptorServer({ fetch: createApp(options).fetch }) as Server;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new PortUnavailableError(explain(cause as NodeJS.ErrnoException, port, host), { cause });
  }
  const address = server.address() as AddressInfo;
  // The unspecified address means every interface; a browser needs one that it can call.
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${address.port}/`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function explain({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === 'EADDRINUSE') return `port ${port} is in use; choose another one with --port`;
  if (code === 'EACCES') return `port ${port} may not be opened; choose one above 1023 with --port`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${host} is not an address of this machine`;
  return `port ${port} can't be opened: ${message}`;
}
