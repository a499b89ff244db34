import { describe, expect, it } from 'vitest';
import { type TrackedBox, TrackingReport } from './tracking-report.js';

const at = (id: number, x: number): TrackedBox => ({ id, box: { x, y: 0, width: 100, height: 100 } });

function report(...frames: [TrackedBox[], TrackedBox[]][]) {
  const tracking = new TrackingReport();
  for (const [truths, tracks] of frames) tracking.add(truths, tracks);
  return tracking.summary();
}

describe('TrackingReport', () => {
  it('finds nothing wrong with tracks that are the truth, whatever their ids are called', () => {
    const frames = [0, 20, 40].map((x): [TrackedBox[], TrackedBox[]] => [
      [at(1, x), at(2, 300 - x)],
      [at(9, 300 - x), at(7, x)],
    ]);
    expect(report(...frames)).toEqual({
      faces: 6,
      missed: 0,
      falsePositives: 0,
      idSwitches: 0,
      fragments: 0,
      meanIou: 1,
    });
  });

  it('counts a switch where two tracks change their faces, once for each face', () => {
    const truths = [at(1, 0), at(2, 300)];
    const { idSwitches } = report([truths, [at(1, 0), at(2, 300)]], [truths, [at(2, 0), at(1, 300)]]);
    expect(idSwitches).toBe(2);
  });

  it('counts a fragment where a face is lost and found again, and a switch if its id is new', () => {
    const frame = (tracks: TrackedBox[]): [TrackedBox[], TrackedBox[]] => [[at(1, 0)], tracks];
    expect(report(frame([at(1, 0)]), frame([]), frame([at(1, 0)]))).toMatchObject({
      fragments: 1,
      idSwitches: 0,
    });
    expect(report(frame([at(1, 0)]), frame([]), frame([at(2, 0)]))).toMatchObject({
      fragments: 1,
      idSwitches: 1,
    });
  });

  it('takes a face that was hidden for no fragment, but keeps its id in mind', () => {
    expect(report([[at(1, 0)], [at(1, 0)]], [[], []], [[at(1, 0)], [at(2, 0)]])).toMatchObject({
      fragments: 0,
      idSwitches: 1,
    });
  });

  it('counts what overlaps too little as missed and as a false positive', () => {
    expect(report([[at(1, 0)], [at(1, 60)]])).toMatchObject({ missed: 1, falsePositives: 1, meanIou: null });
    expect(report()).toMatchObject({ missed: null, meanIou: null });
  });
});
