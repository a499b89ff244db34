import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_VIDEO } from 'node-av/constants';
import { FormatContext, Packet } from 'node-av/lib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { OutputError, type RgbImage, UnsupportedMediaError } from '../../../core/index.js';
import { openVideoWriter, type VideoWriter, type VideoWriterOptions } from './video-writer.js';

// A thread needs compiled code; the build comes before the tests.
vi.mock('./encode-worker-url.js', () => ({
  ENCODE_WORKER_URL: new URL('../../../../dist/node/video/encoding/encode-worker.js', import.meta.url),
}));

const HAS_FFMPEG = spawnSync('ffmpeg', ['-version']).status === 0;
const SIZE = { width: 64, height: 48 };
const IMAGE = plain(SIZE.width, SIZE.height);

function plain(width: number, height: number): RgbImage {
  return { width, height, channels: 3, data: new Uint8Array(width * height * 3) };
}

let folder: string;
const path = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-writer-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a picture that does not fit is refused, and the writer goes on', async () => {
  const writer = await open('fits.mp4', 'mp4');
  for (const wrong of [plain(8, 8), plain(640, 480)]) {
    await expect(writer.write(wrong, 0)).rejects.toThrow(/^image must be 64 x 48 of 3 channels, got/);
  }
  const rgba: RgbImage = { ...SIZE, channels: 4, data: new Uint8Array(SIZE.width * SIZE.height * 4) };
  for (let i = 0; i < 4; i++) await expect(writer.write(rgba, 0)).rejects.toThrow('of 4 channels');
  await expect(writer.write(IMAGE, Number.NaN)).rejects.toThrow('timestamp must be finite');
  for (let i = 0; i < 4; i++) await writer.write(IMAGE, i / 25);
  await expect(writer.write(IMAGE, 0)).rejects.toThrow('timestamp must be later');
  await writer.finish();
  expect(existsSync(path('fits.mp4'))).toBe(true);
});

test('a source that is no video is what is said to be wrong', async () => {
  writeFileSync(path('text.mp4'), 'no video');
  for (const source of [path('missing.mp4'), path('text.mp4')]) {
    const opening = open('of-source.mp4', 'mp4', { source });
    await expect(opening).rejects.toThrow(UnsupportedMediaError);
    await expect(opening).rejects.toThrow(source);
  }
});

function open(
  name: string,
  container: string,
  options: Partial<VideoWriterOptions> = {},
): Promise<VideoWriter> {
  const range = { start: 0, end: Number.POSITIVE_INFINITY };
  const defaults = { source: null, frameRate: 25, ...SIZE, ...range };
  return openVideoWriter({ ...defaults, name, path: path(name), container, ...options });
}

/** Write plain pictures at some times. */
async function write(writer: VideoWriter, times: readonly number[]): Promise<void> {
  for (const time of times) await writer.write(IMAGE, time);
  await writer.finish();
}

/** Times of all packets of a kind, seconds, in the file's order. */
function packets(name: string, kind: typeof AVMEDIA_TYPE_AUDIO | typeof AVMEDIA_TYPE_VIDEO): number[] {
  const format = new FormatContext();
  expect(format.openInputSync(path(name))).toBe(0);
  format.findStreamInfoSync();
  const stream = format.streams[format.findBestStream(kind)];
  const { num, den } = stream.timeBase;
  const times: number[] = [];
  const packet = new Packet();
  packet.alloc();
  while (format.readFrameSync(packet) >= 0) {
    if (packet.streamIndex === stream.index) times.push((Number(packet.dts) * num) / den);
    packet.unref();
  }
  packet.free();
  format.closeInputSync();
  return times;
}

const CONTAINERS = [
  ['mp4', 'mp4'],
  ['mkv', 'matroska'],
] as const;

test.runIf(existsSync('/dev/full'))('a full disk is an error, and not the end of the process', async () => {
  symlinkSync('/dev/full', path('full.mkv'));
  // Pictures that take so long to encode that the next ones wait for it when the disk is found to be full.
  const noise = plain(640, 480);
  for (let i = 0; i < noise.data.length; i++) noise.data[i] = (i * i * 7919) >> 3;
  const { width, height } = noise;
  const writer = await open('full.mkv', 'matroska', { width, height });
  const writing = (async () => {
    for (let i = 0; i < 400; i++) {
      noise.data.copyWithin(0, 97 * i);
      await writer.write(noise, i / 25);
    }
    await writer.finish();
  })();
  await expect(writing).rejects.toThrow(OutputError);
  await expect(writing).rejects.toThrow("full.mkv can't be written (No space left on device)");
});

test.each(CONTAINERS)(
  'in %s, pictures may be nearer to each other than its clock can tell',
  async (ending, container) => {
    const times = [0, 0.04, 0.040001, 0.08, 0.12, 0.120001, 0.120002, 0.16];
    await write(await open(`near.${ending}`, container), times);
    const shown = packets(`near.${ending}`, AVMEDIA_TYPE_VIDEO);
    expect(shown).toHaveLength(times.length);
  },
);

describe.runIf(HAS_FFMPEG)('sound whose times are out of order', () => {
  const RATE = 48_000;
  /** How long a packet of AAC is, seconds. */
  const PACKET = 1024 / RATE;
  const ffmpeg = (...args: string[]) => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);

  /** Two seconds of sound with pictures. */
  function makeClip(name: string, ...options: string[]): void {
    const source = (graph: string) => ['-f', 'lavfi', '-i', graph];
    ffmpeg(
      ...source('testsrc=size=64x48:rate=25:duration=2'),
      ...source(`sine=440:duration=2:sample_rate=${RATE}`),
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-muxdelay', '0', ...options, path(name)],
    );
  }

  function joinFiles(name: string, parts: readonly string[]): void {
    writeFileSync(path(name), Buffer.concat(parts.map((part) => readFileSync(path(part)))));
  }

  /** The times of the sound in a written video. */
  async function copySound(source: string, output: string, container: string): Promise<number[]> {
    const writer = await open(output, container, { source: path(source) });
    await write(
      writer,
      Array.from({ length: 100 }, (_, i) => i / 25),
    );
    return packets(output, AVMEDIA_TYPE_AUDIO);
  }

  const steps = (times: readonly number[]) => times.slice(1).map((time, i) => time - times[i]);

  test.each(CONTAINERS)(
    'goes on where a recording was joined to another, in %s',
    async (ending, container) => {
      makeClip('part.ts');
      joinFiles('joined.ts', ['part.ts', 'part.ts']);
      const times = await copySound('joined.ts', `joined.${ending}`, container);
      // The clock of Matroska knows milliseconds.
      for (const step of steps(times)) expect(step).toBeCloseTo(PACKET, 2);
      expect(times.at(-1)).toBeGreaterThan(3.9);
    },
  );

  test('is left out where it overlaps with what was before', async () => {
    makeClip('part.ts');
    makeClip('later.ts', '-output_ts_offset', '1.7');
    joinFiles('overlap.ts', ['part.ts', 'later.ts']);
    const times = await copySound('overlap.ts', 'overlap.mp4', 'mp4');
    expect(times.at(-1)).toBeCloseTo(3.7, 1);
    for (const step of steps(times)) expect(step).toBeGreaterThan(0);
    expect(times.length).toBeLessThan(3.8 / PACKET);
  });

  test('loses no packet where the clock of the source gives two of them the same time', async () => {
    makeClip('fine.mp4');
    const coarse = 'setts=ts=floor(TS*TB/0.05)*0.05/TB';
    ffmpeg('-i', path('fine.mp4'), '-c', 'copy', '-bsf:a', coarse, path('coarse.mkv'));
    const read = packets('coarse.mkv', AVMEDIA_TYPE_AUDIO);
    expect(steps(read)).toContain(0);
    const times = await copySound('coarse.mkv', 'coarse.mp4', 'mp4');
    expect(times).toHaveLength(read.length);
    for (const step of steps(times)) expect(step).toBeGreaterThan(0);
  });
});
