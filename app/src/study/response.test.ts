import { EXPRESSIONS } from 'affect-detect';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../test/support/async.js';
import { syntheticRecording } from '../../../test/support/synthetic-recording.js';
import { FrameStore } from '../recording/frame-store.js';
import { responseTo } from './response.js';

async function store(): Promise<FrameStore> {
  const kept = new FrameStore({ name: 'a', width: 1280, height: 720 });
  const frames = await collect(syntheticRecording({ seconds: 20, faces: 1, framesPerSecond: 10 }));
  for (const frame of frames) kept.append(frame);
  return kept;
}

describe('responseTo', () => {
  it('takes the frames of the stimulus, on its clock', async () => {
    const { course } = responseTo(await store(), { label: 'a', start: 5, end: 8 });
    expect(course).toHaveLength(31);
    expect(course[0].time).toBeCloseTo(0, 6);
    expect(course.at(-1)!.time).toBeCloseTo(3, 6);
  });

  it('averages over the frames with a face alone', async () => {
    const kept = await store();
    const { means, course, coverage } = responseTo(kept, { label: 'a', start: 0, end: 20 });
    const seen = course.filter(({ probabilities }) => probabilities !== null);
    expect(coverage).toBeCloseTo(seen.length / course.length, 9);
    expect(means.reduce((sum, mean) => sum + mean, 0)).toBeCloseTo(1, 4);
    const happy = EXPRESSIONS.indexOf('happy');
    const sum = seen.reduce((total, { probabilities }) => total + probabilities![happy], 0);
    expect(means[happy]).toBeCloseTo(sum / seen.length, 9);
  });

  it('has no figures where there are no frames', async () => {
    const { coverage, means, course } = responseTo(await store(), { label: 'a', start: 50, end: 60 });
    expect([coverage, means[0], course.length]).toEqual([Number.NaN, Number.NaN, 0]);
  });
});
