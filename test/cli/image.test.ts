import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXPRESSIONS, type FrameResult } from '../../src/core/index.js';
import { makePng } from '../support/huge-png.js';
import { ROOT, runCli } from '../support/run-cli.js';
import { withoutPackage } from '../support/without-package.js';

let folder: string;
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-'));
  const jpeg = await readFile(`${ROOT}samples/hopper.jpg`);
  await Promise.all([
    writeFile(path('good.jpg'), jpeg),
    writeFile(path('empty.jpg'), ''),
    writeFile(path('text.jpg'), 'I am a text, not a picture.\n'.repeat(50)),
    writeFile(path('truncated.jpg'), jpeg.subarray(0, jpeg.length / 2)),
    writeFile(path('huge.png'), makePng(20_000, 20_000)),
    mkdir(path('nothing')),
    mkdir(path('pictures/deep'), { recursive: true }),
  ]);
  await copyFile(path('good.jpg'), path('pictures/B.JPG'));
  await copyFile(path('good.jpg'), path('pictures/a.jpg'));
  await copyFile(path('good.jpg'), path('pictures/deep/c.jpg'));
  await writeFile(path('pictures/notes.txt'), 'not a picture');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const parse = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as FrameResult);

test('every face of a picture is printed as one line of JSON in the documented layout', async () => {
  const { code, stdout, stderr } = await runCli(['image', '--json', 'samples/group.jpg']);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const [result, ...others] = parse(stdout);
  expect(others).toEqual([]);
  expect(Object.keys(result)).toEqual(['schema', 'source', 'width', 'height', 'timestamp', 'faces']);
  expect(result).toMatchObject({
    schema: 1,
    source: 'samples/group.jpg',
    width: 1280,
    height: 720,
    timestamp: null,
  });
  expect(result.faces).toHaveLength(4);
  for (const face of result.faces) {
    expect(Object.keys(face)).toEqual([
      'box',
      'score',
      'keypoints',
      'trackId',
      'expression',
      'probability',
      'probabilities',
    ]);
    expect(Object.keys(face.probabilities)).toEqual([...EXPRESSIONS]);
    expect(Object.values(face.probabilities).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    expect(face.keypoints).toHaveLength(5);
    expect(face.box.x + face.box.width).toBeLessThanOrEqual(1280);
  }
  // Collins smiles twice, Hopper is neutral twice; see samples/README.md.
  expect(result.faces.map(({ expression }) => expression).sort()).toEqual([
    'happy',
    'happy',
    'neutral',
    'neutral',
  ]);
});

test('the table names the file, its faces and their expressions, without colour where NO_COLOR is set', async () => {
  const { code, stdout } = await runCli(['image', 'samples/collins.jpg']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/samples\/collins\.jpg\s+960 x 720, 1 face\n/);
  expect(stdout).toMatch(/^\s+1\s+happy\s+\d+\.\d %/m);
  expect(stdout).not.toContain('\u001b[');
});

test('below the threshold the expression is null, and "uncertain" in the table', async () => {
  const args = ['--threshold', '1', 'samples/hopper.jpg'];
  const [{ faces }] = parse((await runCli(['image', '--json', ...args])).stdout);
  expect(faces[0].expression).toBeNull();
  expect(faces[0].probability).toBeGreaterThan(0.4);
  expect((await runCli(['image', ...args])).stdout).toContain('uncertain');
});

test('both label sets answer, and differ', async () => {
  const read = async (labels: string) =>
    (await runCli(['image', '--json', '--labels', labels, 'samples/hopper.jpg'])).stdout;
  const [fer2013, ferplus] = await Promise.all([read('fer2013'), read('ferplus')]);
  expect(fer2013).not.toBe(ferplus);
});

test('folders and globs are expanded in order, whatever the case of the extension', async () => {
  const list = async (...args: string[]) =>
    parse((await runCli(['image', '--json', ...args], { cwd: folder })).stdout).map(({ source }) => source);
  expect(await list('pictures')).toEqual(['pictures/B.JPG', 'pictures/a.jpg']);
  expect(await list('pictures', '--recursive')).toEqual([
    'pictures/B.JPG',
    'pictures/a.jpg',
    'pictures/deep/c.jpg',
  ]);
  expect(await list('pictures/**/*.jpg')).toEqual(['pictures/a.jpg', 'pictures/deep/c.jpg']);
  expect(await list('good.jpg', './pictures/a.jpg', 'good.jpg')).toEqual(['good.jpg', './pictures/a.jpg']);
});

test('EXIF orientation is applied before anything else', async () => {
  // Orientation 6: the stored picture is to be turned by 90 degrees clockwise.
  const turned = await sharp(path('good.jpg'))
    .rotate(270)
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer();
  await writeFile(path('exif.jpg'), turned);
  const [upright] = parse((await runCli(['image', '--json', path('good.jpg')])).stdout);
  const [result] = parse((await runCli(['image', '--json', path('exif.jpg')])).stdout);
  expect([result.width, result.height]).toEqual([960, 720]);
  expect(result.faces).toHaveLength(1);
  expect(Math.abs(result.faces[0].box.x - upright.faces[0].box.x)).toBeLessThan(8);
});

test.each([
  ['missing.jpg', "doesn't exist"],
  ['empty.jpg', 'is empty'],
  ['text.jpg', 'is not a picture in a format that can be read'],
  ['truncated.jpg', 'is cut off'],
  ['huge.png', 'has more than 150 megapixels'],
  ['nothing', 'has no pictures'],
  ['*.webp', 'matches no file'],
])('%s: one clear line on stderr, nothing on stdout, exit code 3', async (name, message) => {
  const { code, stdout, stderr } = await runCli(['image', '--json', path(name)]);
  expect(code).toBe(3);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(`${name} ${message}`);
});

test('in a mixed list the good pictures are still read, and the exit code tells of the bad ones', async () => {
  const inputs = ['missing.jpg', 'good.jpg', 'nothing', 'truncated.jpg', 'pictures/a.jpg'].map(path);
  const { code, stdout, stderr } = await runCli(['image', '--json', ...inputs]);
  expect(code).toBe(3);
  expect(parse(stdout).map(({ source }) => source)).toEqual([path('good.jpg'), path('pictures/a.jpg')]);
  expect(stderr.trim().split('\n')).toHaveLength(3);
});

test('a HEIC picture is read where its decoder is installed, and otherwise one line says what to do', async () => {
  const heic = 'test/fixtures/image/plain.heic';
  const read = await runCli(['image', '--json', heic]);
  expect([read.code, read.stderr]).toEqual([0, '']);
  expect(JSON.parse(read.stdout)).toMatchObject({ source: heic, width: 64, height: 64, faces: [] });
  const missing = await runCli(['image', '--json', heic], { env: withoutPackage('heic-decode') });
  expect([missing.code, missing.stdout]).toEqual([3, '']);
  expect(missing.stderr).toMatch(
    /^affect-detect: .*plain\.heic is a HEIC picture, which needs a decoder \(npm install heic-decode\); or make it a JPEG first .*\n$/,
  );
});
