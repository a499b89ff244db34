import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaceBatch } from '../../core/evaluation/face-batch.js';
import type { ExpressionCard } from '../../core/model-card.js';
import type { Detection, Keypoints, RgbImage } from '../../core/types.js';
import { csvFaces, detectedFaces, type LabelledFace, pictureFaces } from './labelled-faces.js';

let folder: string;
let files: { path: string; label: number }[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'affect-detect-faces-'));
  files = [];
  for (const [label, level] of [10, 20, 30].entries()) {
    const path = join(folder, `${level}.png`);
    const background = { r: level, g: level, b: level };
    await sharp({ create: { width: 60, height: 60, channels: 3, background } })
      .png()
      .toFile(path);
    files.push({ path, label });
  }
});
afterAll(() => rm(folder, { recursive: true }));

const KEYPOINTS: Keypoints = [
  [15, 18],
  [33, 18],
  [24, 28],
  [17, 36],
  [32, 36],
];
const card = {
  input: { name: 'faces', channels: 'gray', mean: [0], std: [1], width: 48, height: 48 },
  template: KEYPOINTS,
} as unknown as ExpressionCard;

/** Each face's label and the value of its first pixel. */
async function collect(faces: AsyncIterable<LabelledFace>): Promise<[number, number][]> {
  const collected: [number, number][] = [];
  const batch = new FaceBatch(card, 1);
  for await (const face of faces) {
    batch.clear();
    face.addTo(batch);
    collected.push([face.label, Math.round(batch.data[0])]);
  }
  return collected;
}

describe('csvFaces', () => {
  it('gives the tiles of a split as they are', async () => {
    const path = join(folder, 'fer.csv');
    const tile = (first: number) => [first, ...new Array(2303).fill(0)].join(' ');
    await writeFile(path, `emotion,pixels,Usage\n1,${tile(7)},Training\n2,${tile(8)},PublicTest\n`);
    expect(await collect(csvFaces(path, { split: 'PublicTest' }))).toEqual([[2, 8]]);
  });

  it('takes the majority of votes, and refuses those that are on other rows', async () => {
    const path = join(folder, 'fer.csv');
    const votes = join(folder, 'fer2013new.csv');
    const tile = new Array(2304).fill(9).join(' ');
    const header = 'Usage,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF';
    const [angry, happy] = ['0,0,0,0,9,1,0,0,0,0', '0,9,0,0,1,0,0,0,0,0'];
    await writeFile(votes, `${header}\nTraining,${angry}\nPublicTest,${happy}\nPublicTest,${angry}\n`);
    const collectFrom = async (usages: string[], split?: 'PublicTest') => {
      await writeFile(
        path,
        `emotion,pixels,Usage\n${usages.map((usage) => `6,${tile},${usage}\n`).join('')}`,
      );
      return (await collect(csvFaces(path, { votes, split }))).map(([label]) => label);
    };
    expect(await collectFrom(['Training', 'PublicTest', 'PublicTest'])).toEqual([0, 3, 0]);
    expect(await collectFrom(['Training', 'PublicTest', 'PublicTest'], 'PublicTest')).toEqual([3, 0]);
    const refusal = /fer2013new\.csv has votes on other rows than those of .*fer\.csv/;
    // A part of the file, whose rows would get the votes of others; and a part whose Usage happens to fit.
    await expect(collectFrom(['PublicTest', 'PublicTest'])).rejects.toThrow(refusal);
    await expect(collectFrom(['Training', 'PublicTest'])).rejects.toThrow(refusal);
    await expect(collectFrom(['Training', 'PublicTest', 'PublicTest', 'PublicTest'])).rejects.toThrow(
      refusal,
    );
  });
});

describe('pictureFaces', () => {
  it('gives every picture whole', async () => {
    expect(await collect(pictureFaces(files))).toEqual([
      [0, 10],
      [1, 20],
      [2, 30],
    ]);
  });
});

describe('detectedFaces', () => {
  it('takes the largest face, and tells of pictures that have none', async () => {
    const face = (x: number, size: number, keypoints: Keypoints): Detection => ({
      box: { x, y: 0, width: size, height: size },
      score: 0.9,
      keypoints,
    });
    // Coinciding points can't be aligned: the small face would throw.
    const small = face(0, 5, [
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    const detector = {
      detect: async (image: RgbImage) => (image.data[0] === 20 ? [] : [small, face(0, 48, KEYPOINTS)]),
    };
    const without: string[] = [];
    const faces = detectedFaces(files, detector, (path) => without.push(path));
    expect(await collect(faces)).toEqual([
      [0, 10],
      [2, 30],
    ]);
    expect(without).toEqual([files[1].path]);
  });
});
