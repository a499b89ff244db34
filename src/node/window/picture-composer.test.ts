import { beforeAll, describe, expect, test } from 'vitest';
import { faceOf, frameOf, probabilitiesOf } from '../../../test/support/frame-results.js';
import { EXPRESSION_COLORS, type Frame, type FrameResult } from '../../core/index.js';
import { type ComposeOptions, createPictureComposer, type PictureComposer } from './picture-composer.js';
import { RecentCourse } from './recent-course.js';

const WIDTH = 640;
const HEIGHT = 360;
const PLAIN: ComposeOptions = { mirrored: false, bars: false, course: null, notice: null };
const GRAY = [100, 100, 100];

let composer: PictureComposer;
beforeAll(async () => {
  composer = await createPictureComposer();
});

/** A grey picture with a red left edge. */
function picture(): Frame {
  const data = new Uint8Array(WIDTH * HEIGHT * 3).fill(100);
  for (let y = 0; y < HEIGHT; y++) data.set([255, 0, 0], y * WIDTH * 3);
  return {
    image: { data, width: WIDTH, height: HEIGHT, channels: 3 },
    width: WIDTH,
    height: HEIGHT,
    timestamp: 0,
  };
}

/** A happy face in the left half. */
function reading(): FrameResult {
  const face = faceOf(1, 'happy', probabilitiesOf({ happy: 0.9 }));
  return frameOf(0, [{ ...face, box: { x: 100, y: 200, width: 60, height: 80 } }]);
}

/** Pixels of a colour within a part of a picture. */
function count(
  image: { data: ArrayLike<number> },
  color: readonly number[],
  left = 0,
  right = WIDTH,
  top = 0,
  bottom = HEIGHT,
): number {
  let found = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * WIDTH + x) * 3;
      if (color.every((value, c) => Math.abs(image.data[at + c] - value) < 12)) found++;
    }
  }
  return found;
}

const HAPPY = [1, 3, 5].map((at) => Number.parseInt(EXPRESSION_COLORS.happy.fill.slice(at, at + 2), 16));

describe('PictureComposer', () => {
  test("draws every face's box and label in the colour of its expression, and leaves the camera's picture alone", () => {
    const frame = picture();
    const before = frame.image.data.slice();
    const shown = composer.compose(frame, reading(), PLAIN);
    expect(count(shown, HAPPY, 0, 320)).toBeGreaterThan(500);
    expect(count(shown, HAPPY, 320)).toBe(0);
    expect(frame.image.data).toEqual(before);
  });

  test('a mirrored picture has its boxes where the faces are', () => {
    const shown = composer.compose(picture(), reading(), { ...PLAIN, mirrored: true });
    expect(count(shown, HAPPY, 0, 320)).toBe(0);
    expect(count(shown, HAPPY, 480, 540, 195, 285)).toBeGreaterThan(100);
    expect(count(shown, [255, 0, 0], WIDTH - 1)).toBeGreaterThan(300);
  });

  test('bars are as long as their expression is probable', () => {
    const barAt = (probability: number) => {
      const face = { ...reading().faces[0], probabilities: probabilitiesOf({ happy: probability }) };
      const shown = composer.compose(picture(), frameOf(0, [face]), { ...PLAIN, bars: true });
      return count(shown, HAPPY, 0, 320, 0, 150);
    };
    expect(barAt(0.8) / barAt(0.4)).toBeCloseTo(2, 0);
  });

  test('the time course is a strip along the lower edge, newest at the right', () => {
    const course = new RecentCourse();
    for (let second = 0; second < 5; second++) course.append({ ...reading(), timestamp: second });
    const result = frameOf(5, []);
    const shown = composer.compose(picture(), result, { ...PLAIN, course });
    expect(count(shown, HAPPY, 480, WIDTH, 300)).toBeGreaterThan(500);
    expect(count(shown, HAPPY, 0, 480, 300)).toBe(0);
    expect(count(shown, GRAY, 1, WIDTH, 0, 300)).toBe((WIDTH - 1) * 300);
  });

  test('a notice is shown at the top right, and gone with the next picture', () => {
    const noticed = composer.compose(picture(), frameOf(0), { ...PLAIN, notice: 'Threshold 45 %' });
    expect(count(noticed, GRAY, 400, WIDTH, 0, 60)).toBeLessThan(240 * 60 - 1000);
    const plain = composer.compose(picture(), frameOf(0), PLAIN);
    expect(count(plain, GRAY, 1)).toBe((WIDTH - 1) * HEIGHT);
  });

  test('a picture too small for a panel is shown without it', () => {
    const image = {
      data: new Uint8Array(20 * 20 * 3).fill(100),
      width: 20,
      height: 20,
      channels: 3 as const,
    };
    const frame = { image, width: 20, height: 20, timestamp: 0 };
    const options = { mirrored: false, bars: true, course: null, notice: 'Threshold 45 %' };
    expect(composer.compose(frame, { ...frameOf(0), width: 20, height: 20 }, options).data).toEqual(
      image.data,
    );
  });
});
