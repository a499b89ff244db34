import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from './app.js';

let folder: string;
let app: Hono;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-server-'));
  const root = join(folder, 'app');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not for the page');
  writeFileSync(join(folder, 'app-secret.txt'), 'not for the page');
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'empty.txt'), '');
  for (const name of ['a.mjs', 'a.js', 'a.wasm', 'a.onnx', 'a.json', 'a.css', 'a.svg']) {
    writeFileSync(join(root, 'assets', name), 'content');
  }
  writeFileSync(
    join(root, 'assets', 'clip.mp4'),
    Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 256)),
  );
  for (const name of ['a.wasm.br', 'a.css.br']) writeFileSync(join(root, 'assets', name), 'packed');
  writeFileSync(join(root, 'shared-files.json'), '{"assets/shared.onnx": "../net.onnx"}');
  for (const name of ['card.json', 'net.onnx', 'private.txt']) {
    writeFileSync(join(folder, name), `content of ${name}`);
  }
  const models = {
    'face-detection': { card: join(folder, 'card.json'), network: join(folder, 'net.onnx') },
  };
  app = createApp({ root, models, files: { '/study/a ä.jpg': join(folder, 'net.onnx') } });
});

afterAll(() => rmSync(folder, { recursive: true }));

function get(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Response | Promise<Response> {
  return app.request(`http://127.0.0.1:4173${path}`, {
    method,
    headers: { Host: '127.0.0.1:4173', ...headers },
  });
}

describe('the server of the web app', () => {
  it('gives the page at the root', async () => {
    const response = await get('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toMatch(/^text\/html/);
    expect(await response.text()).toBe('<!doctype html>');
  });

  it.each([
    ['a.mjs', 'text/javascript; charset=utf-8'],
    ['a.js', 'text/javascript; charset=utf-8'],
    ['a.wasm', 'application/wasm'],
    ['a.onnx', 'application/octet-stream'],
    ['a.json', 'application/json'],
    ['a.css', 'text/css; charset=utf-8'],
    ['a.svg', 'image/svg+xml; charset=utf-8'],
    ['clip.mp4', 'video/mp4'],
  ])('names the type of %s', async (name, type) => {
    expect((await get(`/assets/${name}`)).headers.get('Content-Type')).toBe(type);
  });

  it.each(['/', '/assets/a.js', '/no-such-file'])('sends the security headers with %s', async (path) => {
    const { headers } = await get(path);
    const policy = headers.get('Content-Security-Policy');
    expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    expect(policy).not.toMatch(/'unsafe-eval'|'unsafe-inline'|https?:|\*/);
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('Permissions-Policy')).toContain('camera=(self)');
  });

  it('lets hashed assets be kept for good, and the page be asked for again', async () => {
    expect((await get('/assets/a.js')).headers.get('Cache-Control')).toBe(
      'public, max-age=31536000, immutable',
    );
    expect((await get('/')).headers.get('Cache-Control')).toBe('no-cache');
  });

  it('sends no body for a page that the browser has already', async () => {
    const etag = (await get('/')).headers.get('ETag')!;
    const response = await get('/', { 'If-None-Match': etag });
    expect(response.status).toBe(304);
    expect(await response.text()).toBe('');
  });

  it('sends the compressed copy of a file to who can read it, under the type of the file', async () => {
    const response = await get('/assets/a.wasm', { 'Accept-Encoding': 'gzip, deflate, br, zstd' });
    expect(await response.text()).toBe('packed');
    const { headers } = response;
    expect(headers.get('Content-Encoding')).toBe('br');
    expect(headers.get('Content-Type')).toBe('application/wasm');
    expect(headers.get('Content-Length')).toBe('6');
    expect(headers.get('Vary')).toBe('Accept-Encoding');
  });

  it.each([
    [{}],
    [{ 'Accept-Encoding': 'gzip' }],
    [{ 'Accept-Encoding': 'gzip, br;q=0' }],
    [{ 'Accept-Encoding': 'br', Range: 'bytes=0-6' }],
  ])('sends the file itself to %o', async (request) => {
    const response = await get('/assets/a.wasm', request);
    expect(response.headers.get('Content-Encoding')).toBeNull();
    expect(response.headers.get('Vary')).toBe('Accept-Encoding');
    expect(await response.text()).toBe('content');
  });

  it('does not take the compressed copy that a browser has for the file itself', async () => {
    const etag = (await get('/assets/a.wasm', { 'Accept-Encoding': 'br' })).headers.get('ETag')!;
    expect((await get('/assets/a.wasm', { 'If-None-Match': etag })).status).toBe(200);
  });

  it('does not send a compressed copy that is older than its file', async () => {
    const past = new Date(Date.now() - 60_000);
    utimesSync(join(folder, 'app/assets/a.css.br'), past, past);
    const response = await get('/assets/a.css', { 'Accept-Encoding': 'br' });
    expect([await response.text(), response.headers.get('Content-Encoding')]).toEqual(['content', null]);
  });

  it('gives what the app shares with the package at its address in the app', async () => {
    const response = await get('/assets/shared.onnx');
    expect(await response.text()).toBe('content of net.onnx');
    expect(response.headers.get('Cache-Control')).toContain('immutable');
  });

  it('sends the part of a video that is asked for', async () => {
    const response = await get('/assets/clip.mp4', { Range: 'bytes=10-19' });
    expect(response.status).toBe(206);
    expect(response.headers.get('Content-Range')).toBe('bytes 10-19/1000');
    expect(response.headers.get('Content-Length')).toBe('10');
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    ]);
  });

  it('refuses a part beyond the end', async () => {
    const response = await get('/assets/clip.mp4', { Range: 'bytes=1000-' });
    expect(response.status).toBe(416);
    expect(response.headers.get('Content-Range')).toBe('bytes */1000');
  });

  it('answers HEAD with the headers alone', async () => {
    const response = await get('/assets/clip.mp4', {}, 'HEAD');
    expect(response.headers.get('Content-Length')).toBe('1000');
    expect(await response.text()).toBe('');
  });

  it('gives an empty file as an empty file', async () => {
    const response = await get('/empty.txt');
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/..%2fapp-secret.txt',
    '/%2e%2e%2fapp-secret.txt',
    '/%00',
    '/%ff',
    '/assets',
    '/no-such-file',
  ])('gives nothing for %s', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('not for the page');
  });

  it('answers nothing but GET and HEAD', async () => {
    const response = await get('/', {}, 'POST');
    expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('refuses requests to a name that is not its own', async () => {
    expect((await get('/', { Host: 'evil.example' })).status).toBe(421);
    expect((await get('/', { Host: 'localhost:4173' })).status).toBe(200);
  });

  it("gives a model's card and network, and nothing else of its folder", async () => {
    const base = '/models/face-detection/';
    const card = await get(`${base}model.json`);
    expect([card.headers.get('Content-Type'), await card.text()]).toEqual([
      'application/json',
      'content of card.json',
    ]);
    expect(card.headers.get('Cache-Control')).toBe('no-cache');
    expect(await (await get(`${base}net.onnx`)).text()).toBe('content of net.onnx');
    for (const name of ['card.json', 'private.txt', '', '..%2fprivate.txt', 'net.onnx/']) {
      expect((await get(base + name)).status).toBe(404);
    }
    expect((await get('/models/expression-classification/model.json')).status).toBe(404);
  });

  it.each(['my model.onnx', 'gesicht-ü.onnx', 'a+b #1 100%.onnx'])(
    'gives a network whose file is called %s',
    async (name) => {
      const network = join(folder, name);
      writeFileSync(network, 'content');
      const models = { 'face-detection': { card: join(folder, 'card.json'), network } };
      const address = `http://127.0.0.1/models/face-detection/${encodeURIComponent(name)}`;
      const response = await createApp({ models }).request(address, { headers: { Host: '127.0.0.1' } });
      expect([response.status, await response.text()]).toEqual([200, 'content']);
    },
  );

  it('gives the files that it was told to, at their addresses alone', async () => {
    expect(await (await get('/study/a%20%C3%A4.jpg')).text()).toBe('content of net.onnx');
    for (const path of ['/study/', '/study/net.onnx', '/study/..%2fprivate.txt', '/constructor']) {
      expect((await get(path)).status).toBe(404);
    }
  });
});
