import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_VIDEO } from 'node-av/constants';
import { FormatContext, Packet } from 'node-av/lib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { EXPRESSION_COLORS, openVideo } from '../../src/node/index.js';
import { constantRate, makeVideo } from '../support/make-video.js';
import { ROOT, runCli } from '../support/run-cli.js';

const CLIP = 'samples/clip.mp4';
// A thread needs compiled code; the build comes before the tests.
vi.mock('../../src/node/video/worker-url.js', () => ({
  DECODE_WORKER_URL: new URL('../../dist/node/video/decode-worker.js', import.meta.url),
}));

let folder: string;
const path = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-annotate-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** FFmpeg makes the sound. */
function hasFfmpeg(): boolean {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Times of all packets of the first stream of a kind, seconds, sorted; and the stream's codec. */
function packets(file: string, kind: typeof AVMEDIA_TYPE_AUDIO | typeof AVMEDIA_TYPE_VIDEO) {
  const format = new FormatContext();
  expect(format.openInputSync(file)).toBe(0);
  format.findStreamInfoSync();
  const index = format.findBestStream(kind);
  const times: number[] = [];
  let bytes = 0;
  const packet = new Packet();
  packet.alloc();
  while (format.readFrameSync(packet) >= 0) {
    if (packet.streamIndex === index) {
      const { num, den } = format.streams[index].timeBase;
      times.push((Number(packet.pts) * num) / den);
      bytes += packet.size;
    }
    packet.unref();
  }
  const codec = index < 0 ? null : format.streams[index].codecpar.codecId;
  packet.free();
  format.closeInputSync();
  return { codec, times: times.sort((a, b) => a - b), bytes };
}

const near = (times: readonly number[]) => times.map((time) => expect.closeTo(time, 3));

test('every face is marked in the video, which keeps its size, its colours and its times', async () => {
  const output = path('clip.mp4');
  const { code } = await runCli(['video', CLIP, '--start', '9', '--end', '11', '--annotate', output]);
  expect(code).toBe(0);
  expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);

  const source = await openVideo(CLIP, { start: 9 });
  const marked = await openVideo(output);
  expect([marked.width, marked.height]).toEqual([1280, 720]);
  const before = (await source.frames().next()).value!.image.data;
  const frames = marked.frames();
  const after = (await frames.next()).value!.image.data;
  const fill = EXPRESSION_COLORS.happy.fill.match(/[0-9a-f]{2}/gi)!.map((part) => Number.parseInt(part, 16));
  let orange = 0;
  let changed = 0;
  for (let at = 0; at < after.length; at += 3) {
    const distance = (to: ArrayLike<number>, offset: number) =>
      Math.max(...[0, 1, 2].map((i) => Math.abs(after[at + i] - to[offset + i])));
    if (distance(fill, 0) < 40) orange++;
    if (distance(before, at) > 40) changed++;
  }
  expect(orange).toBeGreaterThan(2000);
  // A box and a label are a small part of a picture; all else looks as it did.
  expect(changed / (1280 * 720)).toBeLessThan(0.02);
  await frames.return(undefined);
  await source.dispose();
  expect(packets(output, AVMEDIA_TYPE_VIDEO).times).toEqual(near(constantRate(60, 30)));
});

test.each(['mp4', 'mkv'])(
  'a variable frame rate, B-frames and a turned phone come out right in %s',
  async (ending) => {
    const times = [0, 0.033, 0.05, 0.4, 0.41, 1.2, 1.233, 2.9, 3];
    const displayMatrix = [0, 65536, 0, -65536, 0, 0, 0, 0, 2 ** 30];
    makeVideo(path('phone.mp4'), {
      times,
      width: 128,
      height: 96,
      bFrames: 2,
      displayMatrix,
    });
    const output = path(`upright.${ending}`);
    expect((await runCli(['video', path('phone.mp4'), '--annotate', output])).code).toBe(0);
    const video = await openVideo(output);
    const seen: number[] = [];
    for await (const { timestamp } of video.frames()) seen.push(timestamp!);
    expect(seen).toEqual(near(times));
    expect([video.width, video.height]).toEqual([96, 128]);
  },
);

test('odd sides get a row and a column more, since H.264 halves the resolution of colour', async () => {
  makeVideo(path('odd.mkv'), { times: [0, 0.1], width: 65, height: 37, codec: 'ffv1' });
  expect((await runCli(['video', path('odd.mkv'), '--annotate', path('even.mp4')])).code).toBe(0);
  const video = await openVideo(path('even.mp4'));
  expect([video.width, video.height]).toEqual([66, 38]);
  await video.dispose();
});

test.skipIf(!hasFfmpeg())(
  'the sound is the very sound of the original, and begins where the part does',
  async () => {
    const source = path('sound.mp4');
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-i', `${ROOT}${CLIP}`, '-f', 'lavfi', '-i', 'sine=440:duration=4', '-t', '4'],
      ...['-c:v', 'copy', '-c:a', 'aac', source],
    ]);
    const whole = path('whole.mp4');
    expect((await runCli(['video', source, '--fps', '3', '--annotate', whole])).code).toBe(0);
    const original = packets(source, AVMEDIA_TYPE_AUDIO);
    const copy = packets(whole, AVMEDIA_TYPE_AUDIO);
    expect(copy.codec).toBe(original.codec);
    expect(copy.times).toEqual(near(original.times));
    expect(copy.bytes).toBe(original.bytes);

    const part = path('part.mkv');
    const args = ['--start', '1', '--end', '2', '--fps', '3', '--annotate', part];
    expect((await runCli(['video', source, ...args])).code).toBe(0);
    const { times } = packets(part, AVMEDIA_TYPE_AUDIO);
    expect(times[0]).toBeLessThan(0.03);
    expect(times.at(-1)).toBeGreaterThan(0.9);
    expect(times.at(-1)).toBeLessThan(1);
  },
);

test('a file that cannot be written is said in one line', async () => {
  makeVideo(path('short.mp4'), { times: [0, 0.1] });
  const output = path('no/out.mp4');
  const { code, stderr } = await runCli(['video', path('short.mp4'), '--annotate', output]);
  expect(code).toBe(5);
  expect(stderr).toBe(`affect-detect: ${output} can't be written (No such file or directory)\n`);
});

test.each([
  ['out.avi', '--annotate writes .mp4, .mov and .mkv, not out.avi'],
  ['short.mp4', 'it is a video that is read'],
])('%s is refused', async (name, message) => {
  copyFileSync(`${ROOT}${CLIP}`, path('short.mp4'));
  const { code, stderr } = await runCli(['video', path('short.mp4'), '--annotate', path(name)]);
  expect(code).toBe(2);
  expect(stderr.replace(`${folder}/`, '')).toContain(message);
  expect(existsSync(path('out.avi'))).toBe(false);
});
