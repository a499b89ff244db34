import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faceOf, frameOf } from '../../../test/support/frame-results.js';
import { EXPRESSIONS } from '../expression/labels.js';
import type { FrameResult, Probabilities } from '../types.js';
import { STATES } from './states.js';
import type { ExpressionSummary } from './summary.js';
import { Timeline } from './timeline.js';

const probabilities = fc
  .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 })
  .map((weights) => {
    const sum = weights.reduce((a, b) => a + b);
    return Object.fromEntries(EXPRESSIONS.map((name, i) => [name, weights[i] / sum])) as Probabilities;
  });

const step = fc.record({
  interval: fc.oneof(fc.constant(1 / 30), fc.double({ min: 0.001, max: 3, noNaN: true })),
  faces: fc.uniqueArray(
    fc.record({ trackId: fc.integer({ min: 1, max: 5 }), state: fc.constantFrom(...STATES), probabilities }),
    { selector: ({ trackId }) => trackId, maxLength: 4 },
  ),
});

/** A stream of frames, with faces that come, change and go. */
const streams = fc.array(step, { maxLength: 60, size: 'max' }).map((steps) => {
  let timestamp = 0;
  return steps.map(({ interval, faces }) => {
    timestamp += interval;
    return frameOf(
      timestamp,
      faces.map((face) => faceOf(face.trackId, face.state, face.probabilities)),
    );
  });
});

function summaryOf(frames: readonly FrameResult[]) {
  const timeline = new Timeline();
  for (const frame of frames) timeline.append(frame);
  return timeline.summary();
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function expectSound(summary: ExpressionSummary): void {
  const { faceSeconds, timeShare, probability, episodes, transitions, meanValence } = summary;
  // With no minimum, episodes cover all time with a face.
  const inEpisodes = Object.values(episodes).map(({ count, meanSeconds }) => count * (meanSeconds ?? 0));
  expect(total(inEpisodes)).toBeCloseTo(faceSeconds, 9);
  for (const [state, row] of transitions.entries()) expect(row[state]).toBe(0);
  if (timeShare === null || probability === null || meanValence === null) {
    expect(faceSeconds).toBe(0);
    return;
  }
  expect(total(Object.values(timeShare))).toBeCloseTo(1, 12);
  expect(total(Object.values(probability).map(({ mean }) => mean))).toBeCloseTo(1, 9);
  for (const { mean, peak } of Object.values(probability)) expect(mean).toBeLessThanOrEqual(peak + 1e-12);
  expect(Math.abs(meanValence)).toBeLessThanOrEqual(1);
}

it('has shares that sum to 1, a coverage in [0, 1], and times that add up', () => {
  fc.assert(
    fc.property(streams, (frames) => {
      const summary = summaryOf(frames);
      for (const part of [summary.all, ...summary.tracks]) expectSound(part);
      if (summary.coverage !== null) {
        expect(summary.coverage).toBeGreaterThanOrEqual(0);
        expect(summary.coverage).toBeLessThanOrEqual(1);
      }
      expect(total(summary.tracks.map(({ faceSeconds }) => faceSeconds))).toBeCloseTo(
        summary.all.faceSeconds,
        9,
      );
    }),
  );
});

it('counts as many transitions as there are boundaries between adjoining episodes', () => {
  fc.assert(
    fc.property(streams, (frames) => {
      let boundaries = 0;
      for (let i = 1; i < frames.length; i++) {
        if (frames[i].timestamp! - frames[i - 1].timestamp! > 1 + 1e-6) continue;
        for (const face of frames[i].faces) {
          const before = frames[i - 1].faces.find(({ trackId }) => trackId === face.trackId);
          if (before !== undefined && before.expression !== face.expression) boundaries++;
        }
      }
      const { all, tracks } = summaryOf(frames);
      expect(total(all.transitions.flat())).toBe(boundaries);
      expect(total(tracks.flatMap(({ transitions }) => transitions.flat()))).toBe(boundaries);
    }),
  );
});

it('comes to the same whether it is asked for a summary halfway or not', () => {
  fc.assert(
    fc.property(streams, fc.nat({ max: 60 }), (frames, half) => {
      const timeline = new Timeline();
      for (const frame of frames.slice(0, half)) timeline.append(frame);
      expect(timeline.summary()).toEqual(summaryOf(frames.slice(0, half)));
      timeline.series();
      for (const frame of frames.slice(half)) timeline.append(frame);
      expect(timeline.summary()).toEqual(summaryOf(frames));
    }),
    { numRuns: 50 },
  );
});

it('does not depend on the order of the faces in a frame', () => {
  fc.assert(
    fc.property(streams, (frames) => {
      const reversed = frames.map((frame) => ({ ...frame, faces: frame.faces.toReversed() }));
      expect(summaryOf(reversed).tracks).toEqual(summaryOf(frames).tracks);
    }),
    { numRuns: 50 },
  );
});
