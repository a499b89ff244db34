import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FaceTracker } from './face-tracker.js';

const detection = fc.record({
  box: fc.record({
    x: fc.double({ min: -50, max: 600, noNaN: true }),
    y: fc.double({ min: -50, max: 400, noNaN: true }),
    width: fc.double({ min: 0, max: 200, noNaN: true }),
    height: fc.double({ min: 0, max: 200, noNaN: true }),
  }),
});

const frame = fc.record({
  detections: fc.array(detection, { maxLength: 6 }),
  interval: fc.oneof(fc.constant(1 / 30), fc.double({ min: 0, max: 7, noNaN: true })),
});
type Stream = readonly (typeof frame extends fc.Arbitrary<infer T> ? T : never)[];

const frames = fc.array(frame, { minLength: 1, maxLength: 100, size: 'max' });

function run(stream: Stream) {
  const tracker = new FaceTracker();
  let timestamp = 0;
  return stream.map(({ detections, interval }) => {
    timestamp += interval;
    return { ids: tracker.update(detections, timestamp), ended: tracker.takeEnded() };
  });
}

function expectOwnIds(stream: Stream): void {
  for (const [index, { ids }] of run(stream).entries()) {
    expect(ids).toHaveLength(stream[index].detections.length);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => Number.isInteger(id) && id >= 1)).toBe(true);
  }
}

it('gives every detection an id of its own within its frame', () => {
  fc.assert(fc.property(frames, expectOwnIds), { numRuns: 30 });
});

it('does so over a thousand frames', () => {
  const thousand = fc.array(frame, { minLength: 1000, maxLength: 1000 });
  fc.assert(fc.property(thousand, expectOwnIds), { numRuns: 2 });
});

it('numbers tracks without a hole, and never uses an id again that has ended', () => {
  fc.assert(
    fc.property(frames, (stream) => {
      const ended = new Set<number>();
      let greatest = 0;
      for (const step of run(stream)) {
        for (const id of step.ended) {
          expect(ended.has(id)).toBe(false);
          ended.add(id);
        }
        for (const id of step.ids) {
          expect(ended.has(id)).toBe(false);
          expect(id).toBeLessThanOrEqual(greatest + step.ids.length);
        }
        const fresh = step.ids.filter((id) => id > greatest).sort((a, b) => a - b);
        expect(fresh).toEqual(fresh.map((_, i) => greatest + 1 + i));
        greatest += fresh.length;
      }
    }),
    { numRuns: 50 },
  );
});

it('gives the same ids for the same input', () => {
  fc.assert(
    fc.property(frames, (stream) => {
      expect(run(stream)).toEqual(run(stream));
    }),
    { numRuns: 20 },
  );
});

it('keeps ids of faces that jitter and come in any order, at any frame rate', () => {
  const stream = fc.record({
    faces: fc.integer({ min: 1, max: 6 }),
    fps: fc.double({ min: 0.5, max: 120, noNaN: true }),
    jitter: fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 240, maxLength: 240 }),
    order: fc.infiniteStream(fc.nat()),
  });
  fc.assert(
    fc.property(stream, ({ faces, fps, jitter, order }) => {
      const tracker = new FaceTracker();
      for (let frame = 0; frame < 40; frame++) {
        const people = Array.from({ length: faces }, (_, person) => person);
        // The first frame is in order, so that person n gets id n + 1.
        if (frame > 0) people.sort(() => (order.next().value % 2 === 0 ? -1 : 1));
        const ids = tracker.update(
          people.map((person) => ({
            box: { x: person * 150 + jitter[frame * faces + person], y: 0, width: 100, height: 120 },
          })),
          frame / fps,
        );
        expect(ids).toEqual(people.map((person) => person + 1));
      }
    }),
    { numRuns: 50 },
  );
});
