import { describe, expect, it } from 'vitest';
import { detectorCard } from '../../../test/support/fakes.js';
import { planTileLevels } from './tile-levels.js';

const input = { ...detectorCard().input, sizes: { stream: [320], still: [320, 640] } };

describe('planTileLevels', () => {
  it('leaves pictures of up to twice the input alone', () => {
    expect(planTileLevels(1280, 720, input)).toEqual([]);
    expect(planTileLevels(60, 100, input)).toEqual([]);
  });

  it("reads a picture of 2,048 px in one level, at the picture's own pixels", () => {
    const [level, ...others] = planTileLevels(2048, 1365, input);
    expect(others).toEqual([]);
    expect(level).toMatchObject({ side: 640, largestFace: 160 });
    expect(level.tiles).toHaveLength(12);
    expect(level.tiles.every(({ region }) => region.width === 640 && region.height === 640)).toBe(true);
  });

  it('goes to a large picture in steps, so that no face falls between two levels', () => {
    const levels = planTileLevels(6000, 4000, input);
    expect(levels.map(({ tiles }) => tiles[0].region.width)).toEqual([1960, 640]);
  });

  it('makes tiles of the only size that a network takes', () => {
    const fixed = {
      ...input,
      fixedSize: [320, 240] as [number, number],
      sizes: { stream: [320], still: [320] },
    };
    const [level] = planTileLevels(960, 700, fixed);
    expect(level.tiles[0].region).toEqual({ x: 0, y: 0, width: 320, height: 240 });
    expect(level).toMatchObject({ side: 320, largestFace: 60 });
  });
});
