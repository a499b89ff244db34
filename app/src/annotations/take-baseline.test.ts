import { describe, expect, it } from 'vitest';
import { collect } from '../../../test/support/async.js';
import { syntheticRecording } from '../../../test/support/synthetic-recording.js';
import { FrameStore, MAIN_FACE } from '../recording/frame-store.js';
import { takeBaseline } from './take-baseline.js';

async function stored(keep: (time: number) => boolean): Promise<FrameStore> {
  const store = new FrameStore({ name: null, width: 1280, height: 720 });
  for (const frame of await collect(syntheticRecording({ seconds: 10, faces: 1 }))) {
    store.append(keep(frame.timestamp!) ? frame : { ...frame, faces: [] });
  }
  return store;
}

describe('takeBaseline', () => {
  it('is the mean of the raw probabilities of the frames within', async () => {
    const store = await stored(() => true);
    const baseline = takeBaseline(store, 1, 2, 7)!;
    expect(baseline).toMatchObject({ trackId: 1, start: 2, end: 7, frames: 51 });
    let sum = 0;
    for (let i = 20; i <= 70; i++) sum += store.frame(i).faces[0].rawProbabilities!.happy;
    expect(baseline.probabilities.happy).toBeCloseTo(sum / 51, 9);
  });

  it('knows who the main face was', async () => {
    const store = await stored(() => true);
    expect(takeBaseline(store, MAIN_FACE, 0, 5)?.trackId).toBe(1);
  });

  it('is not taken of a face that was hardly there, or of no frames', async () => {
    const store = await stored((time) => time < 3);
    expect(takeBaseline(store, 1, 1, 9)).toBeNull();
    expect(takeBaseline(store, 1, 4, 9)).toBeNull();
    expect(takeBaseline(store, 1, 20, 25)).toBeNull();
    expect(takeBaseline(store, 9, 0, 5)).toBeNull();
  });
});
