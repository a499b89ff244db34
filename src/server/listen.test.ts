import { describe, expect, it } from 'vitest';
import { PortUnavailableError } from '../core/index.js';
import { listen } from './listen.js';

describe('listen', () => {
  it('serves on a free port and stops', async () => {
    const server = await listen({ port: 0 });
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/`);
    expect((await fetch(`${server.url}no-such-file`)).status).toBe(404);
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it('says how to choose another port when this one is in use', async () => {
    const first = await listen({ port: 0 });
    try {
      const second = listen({ port: first.port });
      await expect(second).rejects.toBeInstanceOf(PortUnavailableError);
      await expect(second).rejects.toThrow(`port ${first.port} is in use; choose another one with --port`);
    } finally {
      await first.close();
    }
  });

  it('refuses an empty host, which would be every interface', async () => {
    await expect(listen({ port: 0, host: '' })).rejects.toThrow(new RangeError('host must not be empty'));
  });

  it('says when an address is not one of this machine', async () => {
    await expect(listen({ port: 0, host: '192.0.2.1' })).rejects.toThrow(
      '192.0.2.1 is not an address of this machine',
    );
  });
});
