import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { captureStdout } from '../../../test/support/capture-stdout.js';
import { ROOT } from '../../../test/support/run-cli.js';
import { encodeConstantNetwork } from '../../../test/support/tiny-onnx.js';
import { OutputError } from '../../core/index.js';
import type { ExitError } from '../exit-codes.js';
import { evaluateDetectorCommand } from './evaluate-detector.js';

let folder: string;
const path = (name: string) => join(folder, name);
const SAMPLES = join(ROOT, 'samples');
/** Boxes that our own detector finds in the samples: what is tried here is the command, not the detector. */
const FACES = {
  'group.jpg': [
    [608, 197, 174, 215],
    [1010, 431, 116, 132],
    [190, 168, 160, 230],
    [1020, 124, 88, 115],
  ],
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-detector-'));
  const coco = (images: { id: number; file_name: string; width: number; height: number }[]) => ({
    images,
    annotations: FACES['group.jpg'].map((bbox, i) => ({
      id: i,
      image_id: 1,
      category_id: 1,
      bbox,
      iscrowd: 0,
    })),
    categories: [{ id: 1, name: 'face' }],
  });
  const group = { id: 1, file_name: 'group.jpg', width: 1280, height: 720 };
  const grey = sharp({ create: { width: 64, height: 48, channels: 3, background: '#808080' } });
  const image = sharp(join(SAMPLES, 'group.jpg'));
  await Promise.all([
    grey.jpeg().toFile(path('grey.jpg')),
    image.jpeg().toFile(path('group.jpg')),
    writeFile(
      path('faces.json'),
      JSON.stringify(coco([group, { id: 2, file_name: 'grey.jpg', width: 64, height: 48 }])),
    ),
    writeFile(
      path('gaps.json'),
      JSON.stringify(
        coco([group, { ...group, id: 2, file_name: 'gone.jpg' }, { ...group, id: 3, file_name: 'grey.jpg' }]),
      ),
    ),
    writeFile(
      path('rfb.onnx'),
      encodeConstantNetwork('input', [1, 3, 240, 320], {
        scores: { data: Float32Array.of(0.1, 0.9), dims: [1, 1, 2] },
        boxes: { data: Float32Array.of(0.475, 0.205, 0.611, 0.429), dims: [1, 1, 4] },
      }),
    ),
  ]);
});
afterAll(() => rm(folder, { recursive: true }));
const listeners = process.listeners('SIGINT');
afterEach(() => {
  vi.restoreAllMocks();
  // A command listens to Ctrl-C until its process ends.
  for (const listener of process.listeners('SIGINT')) {
    if (!listeners.includes(listener)) process.off('SIGINT', listener);
  }
});

/** Run the command and return what it wrote. */
async function evaluate(...args: string[]): Promise<{ out: string; talk: string; error: unknown }> {
  const out = captureStdout();
  const talk = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const command = evaluateDetectorCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  const error = await command
    .parseAsync([...args, '--threads', '1'], { from: 'user' })
    .then(() => null)
    .catch((thrown) => thrown);
  const text = (spy: typeof out) => spy.mock.calls.map(([chunk]) => String(chunk)).join('');
  const result = { out: text(out), talk: text(talk), error };
  vi.restoreAllMocks();
  return result;
}

describe('affect-detect evaluate-detector', () => {
  it('prints one JSON object with every figure', async () => {
    const { out, error } = await evaluate(path('faces.json'), '--images', folder, '--json');
    expect(error).toBeNull();
    const result = JSON.parse(out);
    expect(result).toMatchObject({
      images: 2,
      missing: 0,
      input: '640',
      threads: 1,
      shake: null,
      keypointError: null,
    });
    expect(result.byHeight.all).toMatchObject({ faces: 4, averagePrecision: 1, recall: 1 });
    expect(result.byHeight['48-128'].faces).toBe(4);
    expect(result.falsePositivesWithoutFaces).toEqual({ images: 1, count: 0, perImage: 0 });
    expect(result.msPerImage.network.median).toBeGreaterThan(0);
    expect(result.msPerImage.images).toBe(2);
  });

  it('writes what was found, down to low scores, in pixels of the pictures', async () => {
    const file = path('found.json');
    const { error } = await evaluate(path('faces.json'), '--images', folder, '--detections', file);
    expect(error).toBeNull();
    const found = JSON.parse(await readFile(file, 'utf8')) as Record<string, number[][]>;
    expect(Object.keys(found)).toEqual(['group.jpg', 'grey.jpg']);
    const rows = found['group.jpg'];
    expect(rows.every((row) => row.length === 5 && row[4] >= 0.02)).toBe(true);
    expect(rows.some((row) => row[4] < 0.5)).toBe(true);
    // The largest face of the picture.
    expect(rows.some(([x, , , , score]) => Math.abs(x - 608) < 20 && score > 0.5)).toBe(true);
  });

  it('shakes the faces on demand', async () => {
    const { out } = await evaluate(
      path('faces.json'),
      '--images',
      folder,
      '--json',
      '--shake',
      '--side',
      '320',
    );
    const { shake, input } = JSON.parse(out);
    expect(input).toBe('320');
    expect(shake).toMatchObject({ faces: 4, views: 6, keypoints: null });
    expect(shake.corners.rms).toBeGreaterThan(0);
    expect(shake.corners.rms).toBeLessThan(0.1);
  });

  it('measures a file without a card, and says what it was', async () => {
    const { out } = await evaluate(
      path('faces.json'),
      '--images',
      folder,
      '--detector',
      path('rfb.onnx'),
      '--limit',
      '1',
    );
    const text = stripVTControlCharacters(out);
    expect(text).toMatch(/faces\.json: 1 picture, detector rfb, input 320x240, backend/);
    expect(text).toMatch(/10 px and more +4 +0\.250/);
    expect(text).toMatch(/letterbox \d+\.\d, network \d+\.\d, decoding \d+\.\d$/m);
  });

  it('names and counts pictures that are missing or of another size, measures the rest and fails at the end', async () => {
    const { out, talk, error } = await evaluate(
      path('gaps.json'),
      '--images',
      folder,
      '--json',
      '--side',
      'still',
    );
    expect(JSON.parse(out)).toMatchObject({ images: 1, missing: 2, input: 'still' });
    expect(talk).toContain("gone.jpg doesn't exist");
    expect(talk).toContain('grey.jpg is 64 x 48, its annotations are for 1280 x 720');
    expect((error as ExitError).exitCode).toBe(3);
  });

  it('leaves no file behind where nothing could be read', async () => {
    const empty = await mkdtemp(join(folder, 'empty-'));
    const { out, error } = await evaluate(
      path('faces.json'),
      '--images',
      empty,
      '--detections',
      join(empty, 'd.json'),
    );
    expect(out).toBe('');
    expect(String(error)).toMatch(/none of the 2 pictures could be read$/);
    expect(await readdir(empty)).toEqual([]);
  });

  it('stops between two pictures on Ctrl-C and leaves no file behind', async () => {
    const running = evaluate(path('faces.json'), '--images', folder, '--detections', path('stopped.json'));
    process.emit('SIGINT');
    const { error, out } = await running;
    expect((error as ExitError).exitCode).toBe(130);
    expect(out).toBe('');
    expect((await readdir(folder)).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  it.each([
    ['a folder that is not there', ['--images', '/nowhere'], "/nowhere doesn't exist"],
    ['a file for a folder', ['--images', join(SAMPLES, 'group.jpg')], 'is not a folder'],
    ['an unknown detector', ['--images', SAMPLES, '--detector', 'nonesuch'], 'nonesuch is neither a model'],
  ])('refuses %s', async (_, args, message) => {
    expect(String((await evaluate(path('faces.json'), ...args)).error)).toContain(message);
  });

  it('refuses to write to a folder', async () => {
    const { error } = await evaluate(path('faces.json'), '--images', folder, '--detections', folder);
    expect(error).toBeInstanceOf(OutputError);
  });

  it.each([
    [
      '--side of 10',
      () => ['--images', folder, '--side', '10'],
      /whole number from 32 to 4096, still or stream/,
    ],
    [
      'a file for what was found that is the one that is read',
      () => ['--images', folder, '--detections', path('faces.json')],
      /faces\.json can't be written: it is the file that is read/,
    ],
    [
      'a file for what was found that is a listed picture',
      () => ['--images', SAMPLES, '--detections', join(SAMPLES, 'group.jpg')],
      /group\.jpg can't be written: it is a picture that is read/,
    ],
    ['no folder', () => [], /required option '--images <folder>'/],
    [
      'a side that the network does not take',
      () => ['--images', folder, '--detector', path('rfb.onnx'), '--side', '640'],
      /rfb takes 320 x 240 only, not --side 640/,
    ],
  ])('refuses %s as a wrong command line', async (_, args, message) => {
    const error = (await evaluate(path('faces.json'), ...args())).error as Error;
    expect(error.name).toBe('CommanderError');
    expect(error.message).toMatch(message);
  });
});
