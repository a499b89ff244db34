import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FrameResult } from '../../src/core/index.js';
import { ROOT, runCli } from '../support/run-cli.js';

const HOPPER = `${ROOT}samples/hopper.jpg`;
const SIZE = { width: 480, height: 360 };

let folder: string;
const path = (name: string) => join(folder, name);
const image = (...args: string[]) => runCli(['image', ...args], { cwd: folder });

/** The one face of the sample in the middle of a small picture. */
const small = () => sharp(HOPPER).resize(SIZE);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-outputs-'));
  for (const name of ['a', 'b', 'formats', 'mixed']) await mkdir(path(name));
  await small().jpeg().toFile(path('a/face.jpg'));
  await small().flop().jpeg().toFile(path('b/face.jpg'));
  await small().toColourspace('rgb16').png().toFile(path('formats/deep.png'));
  await small().png({ palette: true }).toFile(path('formats/palette.png'));
  await small().toColourspace('cmyk').jpeg().toFile(path('formats/cmyk.jpeg'));
  await small().webp().toFile(path('formats/face.webp'));
  await small().avif({ effort: 0 }).toFile(path('formats/face.avif'));
  await small().tiff().toFile(path('formats/face.TIF'));
  await small().gif().toFile(path('formats/face.gif'));
  const frames = [await small().png().toBuffer(), await small().negate().png().toBuffer()];
  await sharp(frames, { join: { animated: true } })
    .webp()
    .toFile(path('formats/moving.webp'));
  await sharp(frames, { join: { animated: true } })
    .gif()
    .toFile(path('formats/moving.gif'));
  const circle = Buffer.from('<svg width="480" height="360"><circle cx="240" cy="150" r="150"/></svg>');
  await small()
    .composite([{ input: circle, blend: 'dest-in' }])
    .png()
    .toFile(path('formats/cutout.png'));
  await copyFile(path('a/face.jpg'), path('mixed/good.jpg'));
  const heic = await readFile(`${ROOT}test/fixtures/image/plain.heic`);
  await writeFile(path('mixed/phone.heic'), heic);
  await writeFile(path('mixed/cut.heic'), heic.subarray(0, heic.length - 20));
  await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
    .png()
    .toFile(path('mixed/dot.png'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Share of pixels in which two pictures of one size differ clearly. */
async function differingShare(one: string, other: string): Promise<number> {
  const [a, b] = await Promise.all(
    [one, other].map((name) =>
      sharp(path(name)).autoOrient().flatten({ background: 'white' }).toColourspace('srgb').raw().toBuffer(),
    ),
  );
  expect(a.length).toBe(b.length);
  let differing = 0;
  for (let i = 0; i < a.length; i++) if (Math.abs(a[i] - b[i]) > 40) differing++;
  return differing / a.length;
}

test('--annotate marks the faces, keeps names and never mixes up two pictures of one name', async () => {
  const { code, stdout } = await image('a/face.jpg', 'b/face.jpg', '--annotate', 'out/deep', '--json');
  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(2);
  expect((await readdir(path('out/deep'))).sort()).toEqual(['face-2.jpg', 'face.jpg']);
  for (const [output, input] of [
    ['out/deep/face.jpg', 'a/face.jpg'],
    ['out/deep/face-2.jpg', 'b/face.jpg'],
  ]) {
    const share = await differingShare(output, input);
    expect(share).toBeGreaterThan(0.005);
    expect(share).toBeLessThan(0.06);
  }
  const again = await image('a/face.jpg', 'b/face.jpg', '--annotate', 'out/deep');
  expect(again.code).toBe(0);
  expect((await readdir(path('out/deep'))).sort()).toEqual(['face-2.jpg', 'face.jpg']);
});

test('--annotate never overwrites a picture that it reads', async () => {
  await copyFile(path('a/face.jpg'), path('here.jpg'));
  const before = await readFile(path('here.jpg'));
  const { code } = await image('here.jpg', '--annotate', '.', '--crops', '.');
  expect(code).toBe(0);
  expect(await readFile(path('here.jpg'))).toEqual(before);
  expect(await differingShare('here-2.jpg', 'here.jpg')).toBeGreaterThan(0.005);
  expect((await readdir(folder)).filter((name) => name.startsWith('here'))).toEqual([
    'here-1.png',
    'here-2.jpg',
    'here.jpg',
  ]);
});

test('--annotate keeps each format, and draws into every kind of pixel', async () => {
  const inputs = (await readdir(path('formats'))).sort();
  const { code, stderr } = await image('formats', '--annotate', 'out/formats');
  expect([code, stderr]).toEqual([0, '']);
  expect((await readdir(path('out/formats'))).sort()).toEqual(inputs);
  for (const name of inputs) {
    const before = await sharp(path(`formats/${name}`)).metadata();
    const after = await sharp(path(`out/formats/${name}`)).metadata();
    expect([name, after.format, after.width, after.height, after.depth]).toEqual([
      name,
      before.format,
      480,
      360,
      'uchar',
    ]);
    expect(after.pages ?? 1).toBe(1);
    // Drawn on, but the same picture.
    const share = await differingShare(`out/formats/${name}`, `formats/${name}`);
    expect(share, name).toBeGreaterThan(0.004);
    expect(share, name).toBeLessThan(0.06);
  }
});

test('--annotate shows a turned photograph upright and drops where it was taken', async () => {
  const exif = {
    IFD0: { Make: 'Camera' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' },
  };
  await sharp(path('a/face.jpg'))
    .rotate(90)
    .withMetadata({ orientation: 8, exif })
    .jpeg()
    .toFile(path('turned.jpg'));
  const taken = await sharp(path('turned.jpg')).metadata();
  expect([taken.width, taken.height, taken.orientation]).toEqual([360, 480, 8]);
  expect(taken.exif?.includes('Camera')).toBe(true);
  const { code, stdout } = await image(
    'turned.jpg',
    '--annotate',
    'out/turned',
    '--crops',
    'out/turned',
    '--json',
  );
  expect(code).toBe(0);
  const result = JSON.parse(stdout) as FrameResult;
  expect([result.width, result.height, result.faces.length]).toEqual([480, 360, 1]);
  const {
    width,
    height,
    orientation,
    exif: kept,
    icc,
    xmp,
  } = await sharp(path('out/turned/turned.jpg')).metadata();
  expect([width, height, orientation, kept, icc, xmp]).toEqual([
    480,
    360,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(await differingShare('out/turned/turned.jpg', 'a/face.jpg')).toBeLessThan(0.06);
  expect((await sharp(path('out/turned/turned-1.png')).metadata()).exif).toBeUndefined();
});

test('--crops saves every face upright in the size asked for', async () => {
  const { code } = await image(
    `${ROOT}samples/group.jpg`,
    'a/face.jpg',
    '--crops',
    'out/crops',
    '--crop-size',
    '64',
  );
  expect(code).toBe(0);
  const names = (await readdir(path('out/crops'))).sort();
  expect(names).toEqual(['face-1.png', 'group-1.png', 'group-2.png', 'group-3.png', 'group-4.png']);
  for (const name of names) {
    const { width, height, channels } = await sharp(path(`out/crops/${name}`)).metadata();
    expect([width, height, channels]).toEqual([64, 64, 3]);
  }
});

test('a picture that cannot be read keeps none of the others from being written', async () => {
  const { code, stderr } = await image('mixed', '--annotate', 'out/mixed', '--crops', 'out/mixed-crops');
  expect(code).toBe(3);
  expect(stderr).toMatch(/^affect-detect: mixed\/cut\.heic is a HEIC picture that is damaged or cut off\n$/);
  // HEIC can be read only.
  expect((await readdir(path('out/mixed'))).sort()).toEqual(['dot.png', 'good.jpg', 'phone.png']);
  expect(await readdir(path('out/mixed-crops'))).toEqual(['good-1.png']);
});

test('--explain draws a figure into the file that is named', async () => {
  const { code, stderr } = await image('a/face.jpg', '--explain', 'why.png');
  expect([code, stderr]).toEqual([0, '']);
  const { format, width, height } = await sharp(path('why.png')).metadata();
  expect(format).toBe('png');
  expect(width).toBeGreaterThanOrEqual(480);
  expect(height).toBeGreaterThan(360 + 192);
});

test('--explain writes into a folder, and says which picture has no face', async () => {
  const { code, stderr } = await image('a/face.jpg', 'mixed/dot.png', '--explain', 'out/why');
  expect(code).toBe(0);
  expect(stderr).toContain('mixed/dot.png has no face to explain');
  expect(await readdir(path('out/why'))).toEqual(['face-explained.png']);
});

test('misuse ends with code 2 before a picture is read, and an unwritable folder with 5', async () => {
  const several = await image('a/face.jpg', 'b/face.jpg', '--explain', 'why.png');
  expect([several.code, several.stdout]).toEqual([2, '']);
  expect(several.stderr).toContain('--explain must name a folder where there are several pictures');
  const itself = await image('a/face.jpg', '--explain', 'a/face.jpg');
  expect([itself.code, itself.stdout]).toEqual([2, '']);
  expect(itself.stderr).toContain('--explain would overwrite a/face.jpg');
  const size = await image('a/face.jpg', '--crops', 'out', '--crop-size', '5000');
  expect(size.code).toBe(2);
  await writeFile(path('in-the-way'), '');
  const blocked = await image('a/face.jpg', '--annotate', 'in-the-way');
  expect([blocked.code, blocked.stdout]).toEqual([5, '']);
  expect(blocked.stderr).toContain('in-the-way is a file, not a folder');
});
