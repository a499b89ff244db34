import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../core/index.js';
import { readCocoFaces } from './coco-faces.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-coco-'));
});
afterAll(() => rm(folder, { recursive: true }));

const images = [{ id: 7, file_name: 'a/b.jpg', width: 640, height: 480, license: 1 }];
const annotation = { id: 1, image_id: 7, category_id: 1, bbox: [1, 2, 30, 40], area: 1200, iscrowd: 0 };
async function read(content: unknown) {
  const path = join(folder, 'faces.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readCocoFaces(path);
}
const facesOf = async (...changes: object[]) => {
  const annotations = changes.map((change) => ({ ...annotation, ...change }));
  return (await read({ images, annotations }))[0].faces;
};

describe('readCocoFaces', () => {
  it('gives pictures with their boxes, also those without any', async () => {
    const content = {
      images: [...images, { ...images[0], id: 8, file_name: 'c.jpg' }],
      annotations: [annotation],
    };
    expect(await read(content)).toEqual([
      {
        file: 'a/b.jpg',
        width: 640,
        height: 480,
        faces: [{ box: { x: 1, y: 2, width: 30, height: 40 }, keypoints: null, isCrowd: false }],
      },
      { file: 'c.jpg', width: 640, height: 480, faces: [] },
    ]);
  });

  it('reads keypoints with and without visibility, and leaves out those that lack a point', async () => {
    const points = Array.from({ length: 5 }, (_, i) => [i, i + 10]);
    const [pairs, triples, hidden, other] = await facesOf(
      { keypoints: points.flat() },
      { keypoints: points.flatMap(([x, y]) => [x, y, 2]) },
      { keypoints: points.flatMap(([x, y], i) => [x, y, i === 3 ? 0 : 2]) },
      { keypoints: [1, 2, 3] },
    );
    expect(pairs.keypoints).toEqual(points);
    expect(triples.keypoints).toEqual(points);
    expect(hidden.keypoints).toBeNull();
    expect(other.keypoints).toBeNull();
  });

  it('marks crowds and what is to be ignored, and leaves out boxes without area', async () => {
    const faces = await facesOf({ iscrowd: 1 }, { ignore: true }, { bbox: [1, 1, 0, 5] }, {});
    expect(faces.map(({ isCrowd }) => isCrowd)).toEqual([true, true, false]);
  });

  it('takes the category that is called "face" where there are several', async () => {
    const annotations = [annotation, { ...annotation, category_id: 2, bbox: [5, 5, 5, 5] }];
    const categories = [
      { id: 1, name: 'person' },
      { id: 2, name: 'Face' },
    ];
    const [{ faces }] = await read({ images, annotations, categories });
    expect(faces.map(({ box }) => box.x)).toEqual([5]);
    await expect(
      read({ images, annotations, categories: [categories[0], { id: 2, name: 'cat' }] }),
    ).rejects.toThrow(/several categories and none is called "face" \(person, cat\)$/);
  });

  it.each([
    ['text', 'hello', /faces\.json is not valid JSON$/],
    ['another layout', { faces: [] }, /not in COCO's layout: images:/],
    [
      'a box of three numbers',
      { images, annotations: [{ ...annotation, bbox: [1, 2, 3] }] },
      /annotations\.0\.bbox/,
    ],
    ['no pictures', { images: [], annotations: [] }, /lists no pictures$/],
    [
      'an annotation of nothing',
      { images, annotations: [{ ...annotation, image_id: 9 }] },
      /image 9, which is not/,
    ],
  ])('refuses %s in one line', async (_, content, message) => {
    const error = await read(content).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
  });

  it('refuses a file that is not there, and a folder', async () => {
    await expect(readCocoFaces(join(folder, 'none.json'))).rejects.toThrow(/none\.json doesn't exist$/);
    await expect(readCocoFaces(folder)).rejects.toThrow(/is a folder$/);
  });
});
