import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocateLatestPicture, LatestPictureReader, LatestPictureWriter } from './latest-picture.js';

const BYTES = 4;

test('whatever the order of writing and reading, the reader gets the newest picture, whole, and each at most once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('write', 'read', 'write and look'), { maxLength: 60 }), (steps) => {
      const memory = allocateLatestPicture(BYTES);
      const writer = new LatestPictureWriter(memory);
      const reader = new LatestPictureReader(memory);
      let written = 0;
      let read = 0;
      let held: { data: Uint8Array; timestamp: number } | null = null;
      for (const step of steps) {
        if (step !== 'read') {
          written++;
          writer.write(written, (pixels) => {
            // In the middle of writing, what the reader holds is untouched.
            pixels.fill(0, 0, 2);
            if (held && step === 'write and look')
              expect([...held.data]).toEqual(Array(BYTES).fill(held.timestamp));
            pixels.fill(written);
          });
          continue;
        }
        const picture = reader.take();
        expect(picture === null).toBe(written === read);
        if (!picture) continue;
        expect(picture.timestamp).toBe(written);
        expect([...picture.data]).toEqual(Array(BYTES).fill(written));
        read = written;
        held = picture;
      }
    }),
  );
});
