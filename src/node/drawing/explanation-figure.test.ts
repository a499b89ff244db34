import { describe, expect, it } from 'vitest';
import { applyAffine, invertAffine } from '../../core/alignment/similarity-transform.js';
import { EXPRESSIONS, type Face, type Probabilities, type RgbImage } from '../../core/index.js';
import type { FaceExplanation } from '../explain-faces.js';
import { loadCanvas } from './canvas.js';
import { drawExplanation } from './explanation-figure.js';

const SIDE = 48;
const MARGIN = 24;

function gray(width: number, height: number): RgbImage {
  return { data: new Uint8Array(3 * width * height).fill(128), width, height, channels: 3 };
}

function face(changes: Partial<Face> = {}): Face {
  return {
    box: { x: 20, y: 220, width: 60, height: 60 },
    score: 1,
    keypoints: [] as never,
    trackId: null,
    // White: the only yellow in the figure is the heat's.
    expression: null,
    probability: 0.3,
    probabilities: Object.fromEntries(EXPRESSIONS.map((name) => [name, 1 / 7])) as Record<
      string,
      number
    > as Probabilities,
    ...changes,
  };
}

/** Everything rests on a spot around (30, 12) of the tile. */
function explanation(transform: FaceExplanation['transform'], of = face()): FaceExplanation {
  const values = Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const distance = Math.hypot((i % SIDE) - 30, Math.floor(i / SIDE) - 12);
    return Math.exp(-((distance / 4) ** 2));
  });
  const saliency = {
    values,
    width: SIDE,
    height: SIDE,
    expression: 'happy',
    probability: 0.9,
    probabilityWithout: 0.2,
  } as const;
  return { face: of, saliency, crop: gray(192, 192), transform };
}

const resultOf = (width: number, height: number, faces: Face[]) =>
  ({ schema: 1, source: null, width, height, timestamp: null, faces }) as const;

/** Where the figure is yellowest within a rectangle: the weighted middle, figure pixels. */
function yellowMiddle(figure: RgbImage, left: number, top: number, width: number, height: number) {
  let sumX = 0;
  let sumY = 0;
  let sum = 0;
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      const at = (y * figure.width + x) * figure.channels;
      const yellow = Math.max(0, figure.data[at] - figure.data[at + 2] - 20);
      sumX += x * yellow;
      sumY += y * yellow;
      sum += yellow;
    }
  }
  return [sumX / sum, sumY / sum];
}

const library = await loadCanvas();

describe('drawExplanation', () => {
  it.each([
    ['upright', [0.4, 0, -40, 0, 0.4, -30]],
    ['turned', [0.3, 0.25, -60, -0.25, 0.3, 40]],
  ] as const)('lays the heat over an %s face where the tile says it is', (_, transform) => {
    const image = gray(600, 300);
    const figure = drawExplanation(library, image, resultOf(600, 300, [face()]), [explanation(transform)]);
    const [x, y] = applyAffine(invertAffine(transform), [30, 12]);
    const middle = yellowMiddle(figure, MARGIN, MARGIN, 600, 300);
    expect(Math.abs(middle[0] - MARGIN - x)).toBeLessThan(1);
    expect(Math.abs(middle[1] - MARGIN - y)).toBeLessThan(1);
  });

  it('shrinks a large picture and its heat together', () => {
    const transform = [0.1, 0, -80, 0, 0.1, -60] as const;
    const result = resultOf(2560, 1280, [face({ box: { x: 1900, y: 900, width: 300, height: 300 } })]);
    const figure = drawExplanation(library, gray(2560, 1280), result, [explanation(transform)]);
    expect(figure.width).toBe(1280 + 2 * MARGIN);
    const [x, y] = applyAffine(invertAffine(transform), [30, 12]);
    const middle = yellowMiddle(figure, MARGIN, MARGIN, 1280, 640);
    expect(Math.abs(middle[0] - MARGIN - x / 2)).toBeLessThan(3);
    expect(Math.abs(middle[1] - MARGIN - y / 2)).toBeLessThan(3);
  });

  it('has a row of faces more where they do not fit side by side, also for a picture of one pixel', () => {
    const of = (count: number) => {
      const faces = Array.from({ length: count }, () => face());
      const explanations = faces.map((one) => explanation([0.4, 0, 0, 0, 0.4, 0], one));
      return drawExplanation(library, gray(1, 1), resultOf(1, 1, faces), explanations);
    };
    const [one, two] = [of(1), of(2)];
    expect(two.width).toBe(one.width);
    expect(two.height - one.height).toBeGreaterThan(192);
  });
});
