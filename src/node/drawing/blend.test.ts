import { expect, it } from 'vitest';
import { blendPatch } from './blend.js';

const patch = (...rgba: number[]) => ({
  data: Uint8ClampedArray.from(rgba),
  width: rgba.length / 4,
  height: 1,
});

it.each([Uint8Array, Uint8ClampedArray])(
  'lays a patch over the pixels where it lies, and nowhere else (%o)',
  (Bytes) => {
    const data = new Bytes(3 * 3 * 2).fill(100);
    const image = { data, width: 3, height: 2, channels: 3 } as const;
    blendPatch(image, patch(200, 0, 100, 255, 200, 0, 100, 0), 1, 1);
    expect([...data.subarray(0, 12)]).toEqual(new Array(12).fill(100));
    expect([...data.subarray(12)]).toEqual([200, 0, 100, 100, 100, 100]);
  },
);

it.each([Uint8Array, Uint8ClampedArray])(
  'rounds a mixture, and keeps a colour that is blended onto itself (%o)',
  (Bytes) => {
    for (let alpha = 0; alpha <= 255; alpha++) {
      const image = { data: new Bytes([0, 100, 255]), width: 1, height: 1, channels: 3 } as const;
      blendPatch(image, patch(255, 100, 0, alpha), 0, 0);
      expect([...image.data]).toEqual([alpha, 100, 255 - alpha]);
    }
  },
);

it("leaves a canvas's alpha alone", () => {
  const data = Uint8Array.from([10, 20, 30, 40]);
  blendPatch({ data, width: 1, height: 1, channels: 4 }, patch(1, 2, 3, 255), 0, 0);
  expect([...data]).toEqual([1, 2, 3, 40]);
});
