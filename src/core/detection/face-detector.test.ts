import { expect, test } from 'vitest';
import {
  detectorCard,
  FakeSession,
  fakeDetectorSession,
  gradientImage,
  plantFaces,
} from '../../../test/support/fakes.js';
import type { InferenceSession } from '../session.js';
import type { RgbImage } from '../types.js';
import { FaceDetector } from './face-detector.js';

test('boxes come back in pixels of the image, best score first', async () => {
  const session = fakeDetectorSession([
    { column: 1, row: 1, size: 16, score: 0.6 },
    { column: 5, row: 1, size: 16, score: 0.9 },
  ]);
  const detector = new FaceDetector(session, detectorCard());
  const faces = await detector.detect(gradientImage(128, 64), 'still');
  expect(faces.map(({ score }) => Math.round(score * 10) / 10)).toEqual([0.9, 0.6]);
  // The picture was halved to 64 x 32: cell (5, 1) has its centre at (44, 12), in the picture at (88, 24).
  expect(faces[0].box.x).toBeCloseTo(72, 3);
  expect(faces[0].box.y).toBeCloseTo(8, 3);
  expect(faces[0].box.width).toBeCloseTo(32, 3);
});

test('pictures that are asked about at once are each answered as if alone', async () => {
  // A slow network, which looks at its input late: whatever has a bright first pixel shows a face there.
  const session: InferenceSession = {
    inputNames: ['image'],
    outputNames: [],
    backend: 'slow',
    async run({ image }) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return plantFaces(image.data[0] > 100 ? [{ column: 3, row: 3, size: 16, score: 0.9 }] : [], 8, 8);
    },
    async dispose() {},
  };
  const detector = new FaceDetector(session, detectorCard());
  const picture = (level: number): RgbImage => ({
    data: new Uint8Array(64 * 64 * 3).fill(level),
    width: 64,
    height: 64,
    channels: 3,
  });
  const levels = [200, 0, 200, 0];
  const found = await Promise.all(levels.map((level) => detector.detect(picture(level), 'still')));
  expect(found.map((faces) => faces.length)).toEqual([1, 0, 1, 0]);
});

test('a picture that can not be read does not keep the next one from being read', async () => {
  let calls = 0;
  const session = new FakeSession(['image'], [], () => {
    if (calls++ === 0) throw new Error('out of memory');
    return plantFaces([{ column: 3, row: 3, size: 16, score: 0.9 }], 8, 8);
  });
  const detector = new FaceDetector(session, detectorCard());
  const asked = [0, 1].map(() => detector.detect(gradientImage(64, 64), 'still'));
  await expect(asked[0]).rejects.toThrow('out of memory');
  expect(await asked[1]).toHaveLength(1);
});

test('of overlapping boxes the best is kept', async () => {
  const session = fakeDetectorSession([
    { column: 3, row: 3, size: 40, score: 0.8 },
    { column: 4, row: 3, size: 40, score: 0.9 },
  ]);
  const faces = await new FaceDetector(session, detectorCard()).detect(gradientImage(64, 64), 'still');
  expect(faces).toHaveLength(1);
  expect(faces[0].score).toBeCloseTo(0.9, 5);
});

test('a box that reaches over the edge is clipped to the image', async () => {
  const session = fakeDetectorSession([{ column: 0, row: 0, size: 32, score: 0.9 }]);
  const [{ box }] = await new FaceDetector(session, detectorCard()).detect(gradientImage(64, 64), 'still');
  expect(box).toMatchObject({ x: 0, y: 0 });
  expect(box.width).toBeCloseTo(20, 3);
});

test('a finer look adds small faces but not parts of a face that a coarser look has found', async () => {
  const sizes = { stream: [64], still: [64, 128] };
  const card = detectorCard({ input: { ...detectorCard().input, sizes } });
  const session = new FakeSession(['image'], [], ({ image }) => {
    const columns = image.dims[3] / 8;
    return columns === 8
      ? plantFaces([{ column: 2, row: 2, size: 32, score: 0.7 }], 8, 8)
      : plantFaces(
          [
            { column: 5, row: 5, size: 24, score: 0.95 }, // lies inside the face of the coarse look
            { column: 13, row: 13, size: 24, score: 0.8 }, // stands elsewhere
          ],
          16,
          16,
        );
  });
  const detector = new FaceDetector(session, card);
  const faces = await detector.detect(gradientImage(256, 256), 'still');
  expect(session.runs).toBe(2);
  expect(faces.map(({ score }) => Number(score.toFixed(2)))).toEqual([0.8, 0.7]);
});

test('a face that two looks see is one face, at the mean of both places', async () => {
  const sizes = { stream: [160], still: [160, 448] };
  const card = detectorCard({ input: { ...detectorCard().input, sizes } });
  const session = new FakeSession(['image'], [], ({ image }) =>
    image.dims[3] === 160
      ? plantFaces([{ column: 5, row: 5, size: 40, score: 0.8 }], 20, 20)
      : plantFaces([{ column: 15, row: 15, size: 98, score: 0.6 }], 56, 56),
  );
  const faces = await new FaceDetector(session, card).detect(gradientImage(320, 320), 'still');
  expect(faces).toHaveLength(1);
  // 80 px of the picture, and 70 px, weighted by squared score.
  expect(faces[0].box.width).toBeCloseTo(0.64 * 80 + 0.36 * 70, 3);
  expect(faces[0].score).toBeCloseTo(0.8, 6);
});

test('a large still is read in tiles too, a frame of a stream is not', async () => {
  // Whatever tile it sees, the network finds a face at its middle; the whole picture shows it nothing.
  const session = new FakeSession(['image'], [], ({ image }) => {
    const whole = image.data[0] < 150;
    return plantFaces(whole ? [] : [{ column: 4, row: 4, size: 12, score: 0.9 }], 8, 8);
  });
  const data = new Uint8Array(200 * 200 * 3).fill(200);
  // A black corner, which only the whole picture and the first tile begin with.
  data.fill(0, 0, 12);
  const image = { data, width: 200, height: 200, channels: 3 } as const;
  const detector = new FaceDetector(session, detectorCard());
  expect(await detector.detect(image, 'stream')).toEqual([]);
  expect(session.runs).toBe(1);
  const faces = await detector.detect(image, 'still');
  // One pass before; then 4 x 4 tiles of 64 px, of which the first shows no face.
  expect(session.runs).toBe(18);
  expect(faces).toHaveLength(15);
  const centres = faces.map(({ box }) => `${Math.round(box.x + 6)},${Math.round(box.y + 6)}`);
  expect(centres).toContain('172,172');
  expect(centres).not.toContain('36,36');
});

test('a side that is asked for replaces all passes and tiles', async () => {
  const session = fakeDetectorSession([]);
  const detector = new FaceDetector(session, detectorCard(), { side: 96 });
  await detector.detect(gradientImage(300, 200), 'still');
  expect(session.runs).toBe(1);
});

test('a network of one size takes no other side', () => {
  const { input } = detectorCard();
  const card = detectorCard({ input: { ...input, fixedSize: [64, 32] } });
  const make = (side: number) => () => new FaceDetector(fakeDetectorSession([]), card, { side });
  expect(make(64)).not.toThrow();
  expect(make(320)).toThrow('side must be 64, the network takes no other, got 320');
  expect(make(0)).toThrow(/side must be a positive integer/);
});

test('thresholds outside 0 to 1 are refused by name and value', () => {
  expect(() => new FaceDetector(fakeDetectorSession([]), detectorCard(), { iouThreshold: 1.4 })).toThrow(
    'iouThreshold must be between 0 and 1, got 1.4',
  );
});

test('a network without the input of its card is refused', () => {
  expect(() => new FaceDetector(new FakeSession(['x'], [], () => ({})), detectorCard())).toThrow(
    /no input "image"/,
  );
});
