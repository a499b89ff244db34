import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownsCentre, planTiles } from './tiles.js';

const plan = fc
  .record({
    width: fc.integer({ min: 1, max: 5000 }),
    height: fc.integer({ min: 1, max: 5000 }),
    tileWidth: fc.integer({ min: 200, max: 700 }),
    tileHeight: fc.integer({ min: 200, max: 700 }),
    overlap: fc.integer({ min: 1, max: 150 }),
  })
  .map((sizes) => ({
    ...sizes,
    tiles: planTiles(sizes.width, sizes.height, sizes.tileWidth, sizes.tileHeight, sizes.overlap),
  }));
const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('planTiles, for any picture', () => {
  it('stays within the picture, in whole pixels, and within the tile size', () => {
    fc.assert(
      fc.property(plan, ({ width, height, tileWidth, tileHeight, tiles }) => {
        for (const { region } of tiles) {
          expect(Object.values(region).every(Number.isInteger)).toBe(true);
          expect(Math.min(region.x, region.y)).toBeGreaterThanOrEqual(0);
          expect(region.x + region.width).toBeLessThanOrEqual(width);
          expect(region.y + region.height).toBeLessThanOrEqual(height);
          expect(region.width).toBeLessThanOrEqual(tileWidth);
          expect(region.height).toBeLessThanOrEqual(tileHeight);
        }
      }),
    );
  });

  it('gives every face to exactly one tile, and one no larger than the overlap lies wholly within it', () => {
    fc.assert(
      fc.property(plan, fraction, fraction, fraction, ({ width, height, overlap, tiles }, fx, fy, fs) => {
        const size = Math.min(overlap * fs, width, height);
        const box = { x: fx * (width - size), y: fy * (height - size), width: size, height: size };
        const owners = tiles.filter(({ core }) => ownsCentre(core, box));
        expect(owners).toHaveLength(1);
        const [{ region }] = owners;
        // Half a pixel for starts that were rounded.
        expect(box.x).toBeGreaterThanOrEqual(region.x - 0.5);
        expect(box.y).toBeGreaterThanOrEqual(region.y - 0.5);
        expect(box.x + size).toBeLessThanOrEqual(region.x + region.width + 0.5);
        expect(box.y + size).toBeLessThanOrEqual(region.y + region.height + 0.5);
      }),
    );
  });
});
