import { describe, expect, it } from 'vitest';
import { type ChannelFormat, planeWeights } from './channel-format.js';

/** What the planes hold for one pixel. */
function apply(format: ChannelFormat, [r, g, b]: readonly [number, number, number]): number[] {
  return planeWeights(format).map(({ red, green, blue, bias }) => red * r + green * g + blue * b + bias);
}

describe('planeWeights', () => {
  it('puts channels in the order asked for', () => {
    const plain = { mean: [0, 0, 0], std: [1, 1, 1] };
    expect(apply({ channels: 'rgb', ...plain }, [10, 20, 30])).toEqual([10, 20, 30]);
    expect(apply({ channels: 'bgr', ...plain }, [10, 20, 30])).toEqual([30, 20, 10]);
  });

  it('normalises each plane by its own mean and deviation', () => {
    const format = { channels: 'bgr', mean: [10, 20, 30], std: [2, 4, 5] } as const;
    expect(apply(format, [80, 60, 50])).toEqual([20, 10, 10]);
  });

  it('makes gray by Rec. 601', () => {
    const format = { channels: 'gray', mean: [0], std: [1] } as const;
    expect(apply(format, [255, 0, 0])[0]).toBeCloseTo(76.245, 9);
    expect(apply(format, [0, 255, 0])[0]).toBeCloseTo(149.685, 9);
    expect(apply(format, [0, 0, 255])[0]).toBeCloseTo(29.07, 9);
  });

  it.each([
    [{ channels: 'hsv', mean: [0], std: [1] }, 'format.channels must be rgb, bgr or gray, got hsv'],
    [{ channels: 'gray', mean: [0, 0, 0], std: [1] }, 'format.mean must be 1 finite numbers for gray'],
    [{ channels: 'rgb', mean: [0, 0, 0], std: [1] }, 'format.std must be 3 finite numbers for rgb, got [1]'],
    [{ channels: 'gray', mean: [Number.NaN], std: [1] }, 'format.mean must be 1 finite numbers'],
    [{ channels: 'gray', mean: [0], std: [0] }, 'format.std must not contain 0, got [0]'],
  ])('refuses %o', (format, message) => {
    expect(() => planeWeights(format as ChannelFormat)).toThrow(RangeError);
    expect(() => planeWeights(format as ChannelFormat)).toThrow(message);
  });
});
