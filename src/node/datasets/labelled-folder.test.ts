import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError, UnsupportedMediaError } from '../../core/errors.js';
import { EXPRESSIONS } from '../../core/expression/labels.js';
import { type LabelledImage, listLabelledFolder, readLabelledFolder } from './labelled-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, content: string | Uint8Array = 'not decoded'): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** Paths below the folder, and the expressions that they were given. */
async function listing(): Promise<string[]> {
  const files = await listLabelledFolder(folder);
  return files.map(({ path, label }) => `${relative(folder, path)} ${EXPRESSIONS[label]}`);
}

async function readAll(): Promise<LabelledImage[]> {
  const images: LabelledImage[] = [];
  for await (const image of readLabelledFolder(folder)) images.push(image);
  return images;
}

describe('listLabelledFolder', () => {
  it('takes the names that data sets use, in any case', async () => {
    for (const name of ['Anger', 'disgusted', 'FEARFUL', 'happiness', 'Sadness', 'surprised', 'neutral']) {
      await put(`${name}/1.png`);
    }
    expect((await listing()).map((line) => line.split(' ')[1])).toEqual([...EXPRESSIONS]);
  });

  it('sorts by expression and then by name, and joins two folders of one expression', async () => {
    for (const name of ['neutral/a.png', 'sadness/b.jpg', 'sad/c.png', 'angry/z.png', 'angry/a.JPEG'])
      await put(name);
    expect(await listing()).toEqual([
      'angry/a.JPEG angry',
      'angry/z.png angry',
      'sad/c.png sad',
      'sadness/b.jpg sad',
      'neutral/a.png neutral',
    ]);
  });

  it('looks into folders below, and leaves out hidden files and those that are no pictures', async () => {
    for (const name of [
      'happy/batch1/a.png',
      'happy/notes.txt',
      'happy/._a.png',
      '.git/x.png',
      '__MACOSX/x.png',
      'README.md',
    ]) {
      await put(name);
    }
    expect(await listing()).toEqual([`${join('happy', 'batch1', 'a.png')} happy`]);
  });

  it('refuses a folder that names no expression, by its name', async () => {
    await put('happy/a.png');
    await put('contempt/a.png');
    await expect(listing()).rejects.toThrow(InputError);
    await expect(listing()).rejects.toThrow(
      /the folder "contempt" names none of the expressions angry, disgust/,
    );
  });

  it('refuses a folder without a picture, and one that does not exist', async () => {
    await mkdir(join(folder, 'happy'));
    await expect(listing()).rejects.toThrow(/has no picture in a folder that is named for an expression/);
    await expect(listLabelledFolder(join(folder, 'none'))).rejects.toThrow(
      new InputError(`${join(folder, 'none')} doesn't exist`),
    );
  });
});

describe('readLabelledFolder', () => {
  it('decodes grey and colour pictures of any size', async () => {
    const grey = await sharp(Buffer.from([0, 50, 100, 255]), { raw: { width: 2, height: 2, channels: 1 } })
      .png()
      .toBuffer();
    const red = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer();
    await put('fear/grey.png', grey);
    await put('happy/red.png', red);
    const [first, second] = await readAll();
    expect(first).toMatchObject({ label: 2, image: { width: 2, height: 2, channels: 3 } });
    expect([...first.image.data]).toEqual([0, 0, 0, 50, 50, 50, 100, 100, 100, 255, 255, 255]);
    expect(second).toMatchObject({ label: 3, image: { width: 30, height: 20 } });
    expect([...second.image.data.subarray(0, 3)]).toEqual([255, 0, 0]);
  });

  it('names the picture that it can not decode', async () => {
    await put('sad/broken.png', 'no picture');
    const error = await readAll().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(UnsupportedMediaError);
    expect(error.message).toContain(join('sad', 'broken.png'));
  });
});
