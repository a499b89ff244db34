import { Timeline } from 'affect-detect';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../test/support/async.js';
import { syntheticRecording } from '../../../test/support/synthetic-recording.js';
import { FrameStore } from '../recording/frame-store.js';
import { SessionSummary } from './session-summary.js';

async function stored(seconds: number): Promise<FrameStore> {
  const store = new FrameStore({ name: null, width: 1280, height: 720 });
  for (const frame of await collect(syntheticRecording({ seconds }))) store.append(frame);
  return store;
}

describe('SessionSummary', () => {
  it("gives the numbers of the core's Timeline, however the work is cut up", async () => {
    const store = await stored(120);
    const timeline = new Timeline();
    for (let i = 0; i < store.length; i++) timeline.append(store.frame(i));
    const summary = new SessionSummary(store, []);
    let slices = 0;
    // Each slice has time for one look at the clock only.
    for (let looks = 1; !summary.advance(() => looks-- > 0); looks = 1) slices++;
    expect(slices).toBeGreaterThan(10);
    expect(summary.summary()).toEqual(timeline.summary());
  });

  it('leaves excluded frames out, and what is long is a gap', async () => {
    const store = await stored(50);
    const whole = new SessionSummary(store, []);
    const cut = new SessionSummary(store, [{ start: 20, end: 30 }]);
    for (const each of [whole, cut]) each.advance(() => true);
    expect(cut.summary().frames).toBe(whole.summary().frames - 100);
    expect(cut.summary().gapSeconds).toBeCloseTo(9.1, 6);
  });

  it('goes on with frames that come later', async () => {
    const store = await stored(20);
    const growing = new FrameStore(store.source);
    const summary = new SessionSummary(growing, []);
    for (let i = 0; i < store.length; i++) {
      growing.append(store.frame(i));
      summary.advance(() => true);
    }
    expect(summary.summary().frames).toBe(store.length);
  });
});
