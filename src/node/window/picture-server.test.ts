import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PictureServer } from './picture-server.js';

const keys: string[] = [];
let server: PictureServer;
let url: string;
const controllers: AbortController[] = [];

beforeEach(async () => {
  keys.length = 0;
  server = new PictureServer((key) => keys.push(key));
  url = await server.listen();
});
afterEach(async () => {
  for (const controller of controllers) controller.abort();
  await server.close();
});

/** Fetch something that goes on until it is aborted. */
async function open(name: string): Promise<{ response: Response; leave: () => void }> {
  const controller = new AbortController();
  controllers.push(controller);
  const response = await fetch(url + name, { signal: controller.signal });
  return { response, leave: () => controller.abort() };
}

async function isSettled(promise: Promise<void>, milliseconds: number): Promise<boolean> {
  return Promise.race([promise.then(() => true), sleep(milliseconds, false)]);
}

test('the page listens on this machine only, behind an address that nobody can guess', async () => {
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/);
  const page = await fetch(url);
  expect(await page.text()).toContain('<title>affect-detect</title>');
  expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  const { origin } = new URL(url);
  for (const path of ['/', '/pictures', `/${'0'.repeat(32)}/`, `/${'0'.repeat(32)}/pictures`]) {
    expect((await fetch(origin + path)).status).toBe(404);
  }
  expect((await fetch(`${url}nonesuch`)).status).toBe(404);
  expect((await fetch(url, { method: 'DELETE' })).status).toBe(405);
});

test('keys come back one by one; what is too long for a key is none', async () => {
  for (const key of ['q', '+', 'ArrowUp']) {
    expect((await fetch(`${url}key`, { method: 'POST', body: key })).status).toBe(204);
  }
  await expect(fetch(`${url}key`, { method: 'POST', body: 'x'.repeat(1000) })).rejects.toThrow();
  expect(keys).toEqual(['q', '+', 'ArrowUp']);
});

test('a picture is whole for the viewer as soon as it is sent', async () => {
  const { response } = await open('pictures');
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const readUntil = async (end: string) => {
    while (!text.includes(end)) text += decoder.decode((await reader.read()).value, { stream: true });
  };
  const [, boundary] = /boundary=(.+)$/.exec(response.headers.get('Content-Type')!)!;
  await readUntil(`--${boundary}\r\n`);
  text = '';
  server.show(new TextEncoder().encode('first'));
  await readUntil(`first\r\n--${boundary}\r\n`);
  expect(text).toBe(`Content-Type: image/jpeg\r\nContent-Length: 5\r\n\r\nfirst\r\n--${boundary}\r\n`);
});

test('a viewer that reads nothing makes pictures be left out, not pile up', async () => {
  const before = process.memoryUsage().arrayBuffers;
  const waiting = request(`${url}pictures`);
  waiting.on('error', () => {});
  waiting.end();
  await sleep(200);
  const picture = new Uint8Array(1e6);
  for (let i = 0; i < 200; i++) {
    server.show(picture);
    if (i % 20 === 0) await sleep(1);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6);
  waiting.destroy();
});

test('the page is open while it is there, closed when it is gone, and may be loaded again', async () => {
  expect(await isSettled(server.opened, 50)).toBe(false);
  const first = await open('alive');
  expect(await isSettled(server.opened, 1000)).toBe(true);
  first.leave();
  const second = await open('alive');
  expect(await isSettled(server.closed, 1500)).toBe(false);
  second.leave();
  expect(await isSettled(server.closed, 3000)).toBe(true);
});
