import { describe, expect, it } from 'vitest';
import { EXPRESSIONS } from '../expression/labels.js';
import { type FaceTile, occlusionSaliency, type TensorClassifier } from './occlusion-saliency.js';

const SIDE = 24;
const HAPPY = EXPRESSIONS.indexOf('happy');
const SAD = EXPRESSIONS.indexOf('sad');

/** A region of the tile, pixels. */
const MOUTH = { left: 8, top: 15, right: 16, bottom: 20 };

/** Sees contrast in one region only: the more there is, the happier; otherwise sad. */
class MouthReader implements TensorClassifier {
  largestBatch = 0;

  async classifyTensor(data: Float32Array, n: number): Promise<Float32Array> {
    this.largestBatch = Math.max(this.largestBatch, n);
    const out = new Float32Array(n * EXPRESSIONS.length);
    for (let i = 0; i < n; i++) {
      const contrast = mouthContrast(data.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE));
      const happy = 1 / (1 + Math.exp(-(contrast - 0.5) * 8));
      out[i * EXPRESSIONS.length + HAPPY] = happy;
      out[i * EXPRESSIONS.length + SAD] = 1 - happy;
    }
    return out;
  }
}

function mouthContrast(tile: Float32Array): number {
  let sum = 0;
  let count = 0;
  for (let y = MOUTH.top; y < MOUTH.bottom; y++) {
    for (let x = MOUTH.left; x < MOUTH.right; x++, count++) sum += Math.abs(tile[y * SIDE + x]);
  }
  return sum / count;
}

/** A checkerboard of -1 and 1, which any blur turns to about 0. */
function checkerboard(): FaceTile {
  const data = Float32Array.from({ length: SIDE * SIDE }, (_, i) =>
    ((i % SIDE) + Math.floor(i / SIDE)) % 2 === 0 ? 1 : -1,
  );
  return { data, channels: 1, width: SIDE, height: SIDE };
}

describe('occlusionSaliency', () => {
  it('finds the region that the answer rests on', async () => {
    const { values, expression } = await occlusionSaliency(new MouthReader(), checkerboard());
    expect(expression).toBe('happy');
    const peak = values.indexOf(Math.max(...values));
    const [x, y] = [peak % SIDE, Math.floor(peak / SIDE)];
    expect(x).toBeGreaterThanOrEqual(MOUTH.left);
    expect(x).toBeLessThan(MOUTH.right);
    expect(y).toBeGreaterThanOrEqual(MOUTH.top);
    expect(y).toBeLessThan(MOUTH.bottom);
    expect(values[2 * SIDE + 2]).toBeLessThan(0.05 * values[peak]);
  });

  it('proves the map by hiding what it ranks highest', async () => {
    const { probability, probabilityWithout } = await occlusionSaliency(new MouthReader(), checkerboard());
    expect(probability).toBeGreaterThan(0.95);
    expect(probabilityWithout).toBeLessThan(0.1);
  });

  it('counts what speaks against the expression as below 0', async () => {
    const { values, expression, probability } = await occlusionSaliency(new MouthReader(), checkerboard(), {
      expression: 'sad',
    });
    expect(expression).toBe('sad');
    expect(probability).toBeLessThan(0.05);
    expect(Math.min(...values)).toBeLessThan(-0.5);
    expect(Math.max(...values)).toBeLessThan(0.05);
  });

  it('gives the same map every time, however many faces are read at once', async () => {
    const reader = new MouthReader();
    const one = await occlusionSaliency(reader, checkerboard(), { batchSize: 1 });
    expect(reader.largestBatch).toBe(1);
    expect(await occlusionSaliency(new MouthReader(), checkerboard(), { batchSize: 50 })).toEqual(one);
  });

  it('is flat where nothing matters', async () => {
    const constant: TensorClassifier = {
      classifyTensor: async (_, n) => new Float32Array(n * EXPRESSIONS.length).fill(1 / EXPRESSIONS.length),
    };
    const { values, probabilityWithout } = await occlusionSaliency(constant, checkerboard());
    expect(values.every((value) => value === 0)).toBe(true);
    expect(probabilityWithout).toBeCloseTo(1 / 7, 6);
  });

  it('stays finite for an expression that is certain or impossible', async () => {
    const certain: TensorClassifier = {
      classifyTensor: async (data, n) => {
        const out = new Float32Array(n * EXPRESSIONS.length);
        for (let i = 0; i < n; i++) {
          const sees = mouthContrast(data.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE)) > 0.5;
          out[i * EXPRESSIONS.length + (sees ? HAPPY : SAD)] = 1;
        }
        return out;
      },
    };
    const { values } = await occlusionSaliency(certain, checkerboard());
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('refuses a tile of the wrong size and a stride of 0', async () => {
    const tile = { ...checkerboard(), width: SIDE + 1 };
    await expect(occlusionSaliency(new MouthReader(), tile)).rejects.toThrow(
      'tile.data must have 600 values, got 576',
    );
    await expect(occlusionSaliency(new MouthReader(), checkerboard(), { stride: 0 })).rejects.toThrow(
      'stride must be above 0, got 0',
    );
  });
});
