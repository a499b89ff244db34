import { describe, expect, it } from 'vitest';
import { collect } from '../../../test/support/async.js';
import { syntheticRecording } from '../../../test/support/synthetic-recording.js';
import { FrameStore, VALENCE } from '../recording/frame-store.js';
import { CourseLevels } from './course-levels.js';
import { CourseWindow } from './course-window.js';

const HAPPY = 3;
const line = (measure = HAPPY, trackId = 1, offset = 0) =>
  ({ trackId, measure, reading: 'smoothed', offset }) as const;

const windowOf = (store: FrameStore) => new CourseWindow(new CourseLevels(store));

async function stored(seconds: number, framesPerSecond = 10): Promise<FrameStore> {
  const store = new FrameStore({ name: null, width: 1280, height: 720 });
  const recording = syntheticRecording({ seconds, faces: 2, framesPerSecond });
  for (const frame of await collect(recording)) store.append(frame);
  return store;
}

/** The values of a track within a time, as the store has them. */
function values(store: FrameStore, trackId: number, measure: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < store.length; i++) {
    const row = store.rowsOf(trackId)!.row(i);
    if (row >= 0) found.push(store.measure(row, measure, 'smoothed'));
  }
  return found;
}

describe('CourseWindow', () => {
  it('gives every frame of a short time, and NaN where the face was not found', async () => {
    const store = await stored(120);
    const { x, ys } = windowOf(store).read([line()], 20, 40);
    expect(x[0]).toBeCloseTo(20, 6);
    expect(x.at(-1)).toBeCloseTo(40.1, 6);
    for (let i = 0; i < x.length; i++) {
      const row = store.rowsOf(1)!.row(store.frameAt(x[i] + 1e-9));
      expect(ys[0][i]).toEqual(row < 0 ? Number.NaN : store.measure(row, HAPPY, 'smoothed'));
    }
  });

  it.each([1205, 1800, 2400, 2401])('shows %i frames to their end', async (frames) => {
    const store = await stored(60, frames / 60);
    expect(store.length).toBe(frames);
    const { x, ys } = windowOf(store).read([line()], 0, 60);
    if (frames <= 2400) expect(x).toHaveLength(frames);
    expect(store.end - x.at(-1)!).toBeLessThan(0.1);
    expect(ys[0]).toHaveLength(x.length);
  });

  it('gives two thousand points of an hour, and loses no peak', async () => {
    const store = await stored(3600);
    const { x, ys } = windowOf(store).read([line(), line(VALENCE, 2)], 0, 3600);
    expect(x.length).toBeGreaterThan(1200);
    expect(x.length).toBeLessThanOrEqual(2408);
    for (const [i, [trackId, measure]] of [
      [1, HAPPY],
      [2, VALENCE],
    ].entries()) {
      const known = ys[i].filter((value) => !Number.isNaN(value));
      const all = values(store, trackId, measure);
      expect(Math.max(...known)).toBe(all.reduce((a, b) => Math.max(a, b)));
      expect(Math.min(...known)).toBe(all.reduce((a, b) => Math.min(a, b)));
    }
    for (let i = 1; i < x.length; i++) expect(x[i]).toBeGreaterThanOrEqual(x[i - 1]);
  });

  it('takes an hour in by parts where it may not take long, and then gives the same', async () => {
    const store = await stored(3600);
    const points = new CourseWindow(new CourseLevels(store), 6000);
    let calls = 1;
    while (!points.read([line(), line(VALENCE)], 0, 3600).isComplete) calls++;
    expect(calls).toBe(Math.ceil(store.length / 6000));
    const { ys } = points.read([line(), line(VALENCE)], 0, 3600);
    expect(ys).toEqual(windowOf(store).read([line(), line(VALENCE)], 0, 3600).ys);
  });

  it('gives the same of frames that come one by one, as a chart reads them', async () => {
    const store = await stored(600);
    const growing = new FrameStore(store.source);
    const points = windowOf(growing);
    for (let i = 0; i < store.length; i++) {
      growing.append(store.frame(i));
      if (i % 97 === 0) points.read([line()], 0, 600);
    }
    const { x, ys } = points.read([line()], 0, 600);
    const expected = windowOf(store).read([line()], 0, 600);
    expect([x, ys[0]]).toEqual([expected.x, expected.ys[0]]);
  });

  it('takes the baseline off', async () => {
    const store = await stored(60);
    const { ys } = windowOf(store).read([line(), line(HAPPY, 1, 0.25)], 0, 10);
    ys[0].forEach((value, i) => {
      if (!Number.isNaN(value)) expect(ys[1][i]).toBeCloseTo(value - 0.25, 12);
    });
  });

  it('joins neighbouring frames, but not across a pause', async () => {
    const store = await stored(600);
    const { x, gapSeconds } = windowOf(store).read([line()], 300, 420);
    const steps = [...x].map((time, i) => (i === 0 ? 0 : time - x[i - 1]));
    expect(steps.filter((step) => step > gapSeconds)).toHaveLength(1);
  });

  it('gives nothing of an empty recording or an unknown face', async () => {
    const empty = new FrameStore({ name: null, width: 1, height: 1 });
    expect(windowOf(empty).read([line()], 0, 10).x).toHaveLength(0);
    const { ys } = windowOf(await stored(5)).read([line(HAPPY, 99)], 0, 5);
    expect(ys[0].every(Number.isNaN)).toBe(true);
  });
});
