import { describe, expect, it } from 'vitest';
import { faceOf, frameOf } from '../../test/support/frame-results.js';
import { RecordingBuilder } from './recording-builder.js';

const happy = faceOf(1, 'happy');
const sad = faceOf(1, 'sad');

function courseOf(frames: readonly ReturnType<typeof frameOf>[]) {
  const builder = new RecordingBuilder('a');
  for (const frame of frames) builder.append(frame);
  return builder.finish().course;
}

describe('the course of a recording', () => {
  it('counts from its first frame', () => {
    const { origin, seconds, all } = courseOf([frameOf(100, [happy]), frameOf(100.5, [sad])]);
    expect([origin, seconds]).toEqual([100, 0.5]);
    expect(all.map(({ start, state }) => [start, state])).toEqual([
      [0, 'happy'],
      [0.5, 'sad'],
    ]);
  });

  it('breaks where the face was out of view, and where nothing was recorded', () => {
    const { tracks, coverage } = courseOf([
      frameOf(0, [happy]),
      frameOf(0.5, [happy]),
      frameOf(1),
      frameOf(1.5, [happy]),
      frameOf(4, [happy]),
    ]);
    expect(tracks[0].bins.map(({ afterGap }) => afterGap)).toEqual([false, false, true, true]);
    expect(coverage.map(({ faceShare }) => faceShare)).toEqual([1, 1, 0, 1, 1]);
    expect(coverage.map(({ afterGap }) => afterGap)).toEqual([false, false, false, false, true]);
  });

  it('stays as fine as a chart needs, and keeps its means, however long it gets', () => {
    const frames = Array.from({ length: 20_000 }, (_, i) => frameOf(i / 10, [i % 2 === 0 ? happy : sad]));
    const { all, tracks, binSeconds } = courseOf(frames);
    expect(binSeconds).toBe(4);
    for (const bins of [all, tracks[0].bins]) {
      expect(bins).toHaveLength(500);
      for (const { probabilities } of bins) expect(probabilities.happy).toBeCloseTo((0.7 + 0.05) / 2, 6);
    }
  });

  it('has no raw probabilities where a frame lacks them', () => {
    const raw = { ...happy, rawProbabilities: sad.probabilities };
    expect(courseOf([frameOf(0, [raw])]).all[0].raw?.sad).toBe(0.7);
    expect(courseOf([frameOf(0, [raw]), frameOf(1, [happy])]).all[0].raw).toBeNull();
  });

  it('drops the shortest tracks of a crowd, and keeps the longest', () => {
    const frames = Array.from({ length: 400 }, (_, i) =>
      frameOf(i / 10, [happy, { ...happy, trackId: 2 + Math.floor(i / 2) }]),
    );
    const { tracks } = courseOf(frames);
    expect(tracks.length).toBeLessThanOrEqual(34);
    expect(tracks[0]).toMatchObject({ trackId: 1 });
    expect(tracks[0].bins).toHaveLength(400);
  });
});
