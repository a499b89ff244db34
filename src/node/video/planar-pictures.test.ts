import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AV_PIX_FMT_BGR0,
  AV_PIX_FMT_GRAY8,
  AV_PIX_FMT_YUV420P10LE,
  AV_PIX_FMT_YUV422P,
  AV_PIX_FMT_YUV444P,
  AV_PIX_FMT_YUVA420P,
  AV_PIX_FMT_YUVJ420P,
} from 'node-av/constants';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { constantRate, makeVideo, type TestVideo } from '../../../test/support/make-video.js';
import { letterboxGeometry, letterboxToTensor } from '../../core/image/letterbox.js';
import { warpAffineToTensor } from '../../core/image/warp-affine.js';
import type { AnyImage } from '../../core/index.js';
import { openVideo } from './open-video.js';
import type { AnyPixelsOptions } from './video-options.js';

// A thread needs compiled code; the build comes before the tests.
vi.mock('./worker-url.js', () => ({
  DECODE_WORKER_URL: new URL('../../../dist/node/video/decode-worker.js', import.meta.url),
}));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'affect-detect-planar-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RGB = { channels: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] } as const;
const GRAY = { channels: 'gray', mean: [0], std: [1] } as const;

/** What the detector and the expression model are given of a picture. */
function inputsOf(image: AnyImage) {
  const small = letterboxToTensor(image, letterboxGeometry(image.width, image.height, 16, 4), RGB);
  const face = new Float32Array(12 * 12);
  // Inside the lower half, turned and shrunk, where the painted grey has no edge.
  const { width, height } = image;
  warpAffineToTensor(image, [0.5, 0.1, 6 - 0.25 * width, -0.1, 0.5, 8 - 0.4 * height], 12, 12, GRAY, face);
  return { small, face };
}

async function readAll(file: string, options: AnyPixelsOptions) {
  const video = await openVideo(file, options);
  const frames = [];
  for await (const { image, timestamp, width, height } of video.frames()) {
    const size = [width, height, image.width, image.height];
    frames.push({ isPlanar: 'planes' in image, timestamp, size, ...inputsOf(image) });
  }
  return frames;
}

const differences = (a: Float32Array, b: Float32Array) => a.map((value, i) => Math.abs(value - b[i]));
const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

const LOSSLESS = { codec: 'ffv1' } as const;
const VIDEOS: Record<string, Partial<TestVideo>> = {
  'H.264 that says nothing of its colours': {},
  'Rec. 601': { ...LOSSLESS, colors: { matrix: 'smpte170m', isFullRange: false } },
  'Rec. 709': { ...LOSSLESS, colors: { matrix: 'bt709', isFullRange: false } },
  'Rec. 709 in full range': { ...LOSSLESS, colors: { matrix: 'bt709', isFullRange: true } },
  'Rec. 2020': { ...LOSSLESS, colors: { matrix: 'bt2020nc', isFullRange: false } },
  'full range by its pixel format': { pixelFormat: AV_PIX_FMT_YUVJ420P },
  '10 bits': {
    ...LOSSLESS,
    pixelFormat: AV_PIX_FMT_YUV420P10LE,
    colors: { matrix: 'bt709', isFullRange: false },
  },
  '4:2:2': { ...LOSSLESS, pixelFormat: AV_PIX_FMT_YUV422P },
  '4:4:4': { ...LOSSLESS, pixelFormat: AV_PIX_FMT_YUV444P, colors: { matrix: 'bt709', isFullRange: false } },
  alpha: { ...LOSSLESS, pixelFormat: AV_PIX_FMT_YUVA420P },
  grey: { ...LOSSLESS, pixelFormat: AV_PIX_FMT_GRAY8 },
  RGB: { ...LOSSLESS, pixelFormat: AV_PIX_FMT_BGR0 },
  'odd sizes': { ...LOSSLESS, width: 131, height: 75 },
  'pixels that are not square': { width: 72, height: 58, pixelAspect: [16, 11] },
  'turned by 90 degrees': {
    width: 128,
    height: 96,
    displayMatrix: [0, 65536, 0, -65536, 0, 0, 0, 0, 2 ** 30],
  },
  'turned by 180 degrees': {
    width: 128,
    height: 96,
    displayMatrix: [-65536, 0, 0, 0, -65536, 0, 0, 0, 2 ** 30],
  },
  'a mirror': { width: 130, height: 98, displayMatrix: [-65536, 0, 0, 0, 65536, 0, 0, 0, 2 ** 30] },
};

test.each(Object.entries(VIDEOS))('the planes of %s are the same picture as its RGB', async (name, video) => {
  const file = join(folder, `${name.replaceAll(/\W/g, '')}.${video.displayMatrix ? 'mp4' : 'mkv'}`);
  makeVideo(file, { times: constantRate(4, 25), width: 128, height: 96, ...video });
  for (const maxSide of [1280, 80]) {
    const rgb = await readAll(file, { maxSide, pixels: 'rgb' });
    const planar = await readAll(file, { maxSide, pixels: 'any' });
    expect(planar.length).toBe(4);
    for (const [i, frame] of planar.entries()) {
      expect(frame.isPlanar).toBe(true);
      expect([frame.timestamp, frame.size]).toEqual([rgb[i].timestamp, rgb[i].size]);
      // FFmpeg rounds each of red, green and blue down; edges of colour have half the resolution.
      expect(mean(differences(frame.small, rgb[i].small))).toBeLessThan(2);
      expect(Math.max(...differences(frame.face, rgb[i].face))).toBeLessThan(2.5);
    }
  }
});

test('RGB is given unless anything else is asked for', async () => {
  const file = join(folder, 'plain.mp4');
  makeVideo(file, { times: constantRate(2, 25) });
  const video = await openVideo(file);
  for await (const { image } of video.frames()) expect(image.data.length).toBe(64 * 48 * 3);
});
