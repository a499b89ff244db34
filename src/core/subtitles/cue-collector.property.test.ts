import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faceOf, frameOf } from '../../../test/support/frame-results.js';
import type { State } from '../timeline/states.js';
import { CueCollector } from './cue-collector.js';

/** What each of two faces shows, `null` while it is away, in runs of some frames. */
const runs = fc.array(
  fc.record({
    states: fc.array(fc.constantFrom<State | null>('happy', 'sad', 'uncertain', null), {
      minLength: 2,
      maxLength: 2,
    }),
    frames: fc.integer({ min: 1, max: 12 }),
    interval: fc.constantFrom(0.04, 0.1, 0.25, 1.5),
  }),
  { maxLength: 40 },
);

it('gives a face one cue at a time, also when the stream goes on', () => {
  fc.assert(
    fc.property(runs, (steps) => {
      const collector = new CueCollector();
      let timestamp = 0;
      for (const { states, frames, interval } of steps) {
        for (let i = 0; i < frames; i++) {
          const faces = states.flatMap((state, k) => (state === null ? [] : [faceOf(k + 1, state)]));
          collector.append(frameOf(timestamp, faces));
          timestamp += interval;
        }
        const ends = new Map<number, number>();
        for (const { trackId, start, end } of collector.cues()) {
          expect(start).toBeGreaterThanOrEqual(ends.get(trackId) ?? 0);
          expect(end).toBeGreaterThan(start);
          ends.set(trackId, end);
        }
      }
    }),
  );
});
