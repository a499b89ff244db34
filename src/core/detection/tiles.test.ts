import { describe, expect, it } from 'vitest';
import { gradientImage } from '../../../test/support/fakes.js';
import { cropImage, ownsCentre, planTiles } from './tiles.js';

describe('planTiles', () => {
  it('covers a small picture with one tile that owns all of it', () => {
    const all = { x: 0, y: 0, width: 100, height: 60 };
    expect(planTiles(100, 60, 640, 640, 160)).toEqual([{ region: all, core: all }]);
  });

  it('spreads tiles evenly and parts neighbours in the middle of what they share', () => {
    const tiles = planTiles(1000, 400, 640, 640, 160);
    expect(tiles.map(({ region }) => region.x)).toEqual([0, 360]);
    expect(tiles.map(({ core }) => [core.x, core.width])).toEqual([
      [0, 500],
      [500, 500],
    ]);
    expect(tiles[0].region.height).toBe(400);
  });
});

describe('ownsCentre', () => {
  it('gives a centre on a common border to one side only', () => {
    const box = { x: 40, y: 0, width: 20, height: 10 };
    expect(ownsCentre({ x: 0, y: 0, width: 50, height: 50 }, box)).toBe(false);
    expect(ownsCentre({ x: 50, y: 0, width: 50, height: 50 }, box)).toBe(true);
  });
});

describe('cropImage', () => {
  it('copies the rows of the region', () => {
    const image = gradientImage(10, 8);
    const part = cropImage(image, { x: 3, y: 2, width: 4, height: 5 });
    expect([part.width, part.height, part.data.length]).toEqual([4, 5, 60]);
    expect([...part.data.subarray(12, 24)]).toEqual([...image.data.subarray(99, 111)]);
  });
});
