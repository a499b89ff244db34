import { expect, it } from 'vitest';
import { partOf } from './part-of.js';

const whole = () => new Response('0123456789', { headers: { 'Content-Type': 'video/mp4' } });

it.each([
  ['bytes=2-5', '2345', 'bytes 2-5/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=8-99', '89', 'bytes 8-9/10'],
])('gives %s of a file', async (range, text, contentRange) => {
  const part = await partOf(whole(), range);
  expect([part.status, await part.text(), part.headers.get('Content-Range')]).toEqual([
    206,
    text,
    contentRange,
  ]);
  expect(part.headers.get('Content-Type')).toBe('video/mp4');
});

it('gives all of it where no part is asked for, and nothing beyond its end', async () => {
  expect(await (await partOf(whole(), null)).text()).toBe('0123456789');
  expect((await partOf(whole(), 'bytes=10-')).status).toBe(416);
});
