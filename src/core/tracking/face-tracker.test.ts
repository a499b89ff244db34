import { describe, expect, it } from 'vitest';
import { FaceTracker } from './face-tracker.js';

/** A square face of 100 pixels around x, y. */
function face(x: number, y = 0, size = 100) {
  return { box: { x: x - size / 2, y: y - size / 2, width: size, height: size } };
}

/** Follow faces along paths: `position(t)` is a centre, or `null` while the face can't be seen. */
function follow(
  positions: ((seconds: number) => number | null)[],
  { until, fps, tracker = new FaceTracker() }: { until: number; fps: number; tracker?: FaceTracker },
): (number | null)[][] {
  const history: (number | null)[][] = [];
  for (let frame = 0; frame <= until * fps; frame++) {
    const seconds = frame / fps;
    const seen = positions.map((position) => position(seconds));
    const ids = tracker.update(
      seen.filter((x) => x !== null).map((x) => face(x)),
      seconds,
    );
    history.push(seen.map((x) => (x === null ? null : (ids.shift() ?? null))));
  }
  return history;
}

/** The different ids that each path got. */
function idsOfPaths(history: (number | null)[][]): number[][] {
  return history[0].map((_, path) => [
    ...new Set(history.map((row) => row[path]).filter((id): id is number => id !== null)),
  ]);
}

describe('FaceTracker', () => {
  it('numbers faces from 1 in the order of the detections', () => {
    expect(new FaceTracker().update([face(0), face(500), face(1000)], 0)).toEqual([1, 2, 3]);
  });

  it('keeps ids when the detector gives faces in another order', () => {
    const tracker = new FaceTracker();
    tracker.update([face(0), face(500)], 0);
    expect(tracker.update([face(505), face(5)], 0.04)).toEqual([2, 1]);
  });

  it('gives a face far away a new id', () => {
    const tracker = new FaceTracker();
    tracker.update([face(0)], 0);
    expect(tracker.update([face(400)], 0.04)).toEqual([2]);
  });

  it.each([60, 30, 10, 5])('follows a face that crosses the picture at %i frames a second', (fps) => {
    expect(idsOfPaths(follow([(t) => 300 * t], { until: 3, fps }))).toEqual([[1]]);
  });

  it('keeps an id while the detector misses the face for some frames', () => {
    const blink = (t: number) => (t > 1 && t < 1.2 ? null : 200 * t);
    expect(idsOfPaths(follow([blink], { until: 2, fps: 30 }))).toEqual([[1]]);
  });

  it('finds a walking face again behind a pillar', () => {
    const walk = (t: number) => (t > 1 && t < 2.4 ? null : 400 * t);
    expect(idsOfPaths(follow([walk], { until: 3, fps: 30 }))).toEqual([[1]]);
  });

  it('finds a face again that stopped while it was out of sight', () => {
    const stop = (t: number) => (t > 1 && t < 1.9 ? null : 300 * Math.min(t, 1));
    expect(idsOfPaths(follow([stop], { until: 3, fps: 30 }))).toEqual([[1]]);
  });

  it('gives a new id after maxAgeSeconds out of sight', () => {
    const away = (t: number) => (t > 1 && t < 2.7 ? null : 0);
    expect(idsOfPaths(follow([away], { until: 4, fps: 30 }))).toEqual([[1, 2]]);
    const patient = new FaceTracker({ maxAgeSeconds: 2 });
    expect(idsOfPaths(follow([away], { until: 4, fps: 30, tracker: patient }))).toEqual([[1]]);
  });

  it.each([30, 10])('keeps ids when two faces cross, both seen, at %i frames a second', (fps) => {
    const history = follow([(t) => 300 * t, (t) => 900 - 300 * t], { until: 3, fps });
    expect(idsOfPaths(history)).toEqual([[1], [2]]);
  });

  it('keeps ids when the face behind is hidden while two cross', () => {
    const behind = (t: number) => (Math.abs(t - 1.5) < 0.2 ? null : 900 - 300 * t);
    expect(idsOfPaths(follow([(t) => 300 * t, behind], { until: 3, fps: 30 }))).toEqual([[1], [2]]);
  });

  it('finds a face again behind a wall that covered it bit by bit', () => {
    const tracker = new FaceTracker();
    const wall = { left: 300, right: 420 };
    const ids = new Set<number>();
    for (let frame = 0; frame <= 150; frame++) {
      // 120 pixels a second: out of sight for somewhat more than a second.
      const x = 100 + 4 * frame;
      const [left, right] = [x - 50, x + 50];
      const beside = right > wall.right && left > wall.left;
      const seen = beside ? [Math.max(left, wall.right), right] : [left, Math.min(right, wall.left)];
      // Less than a third of a face isn't found.
      const parts = seen[1] - seen[0] > 33 ? [seen] : [];
      const boxes = parts.map(([from, to]) => ({ box: { x: from, y: 0, width: to - from, height: 100 } }));
      for (const id of tracker.update(boxes, frame / 30)) ids.add(id);
    }
    expect([...ids]).toEqual([1]);
  });

  it('does not give the face in front to the one behind it, when it jitters', () => {
    // The face behind is expected just where the one in front is found, which was a little aside a frame before.
    const behind = (t: number) => (Math.abs(t - 1) < 0.15 ? null : 310 * t);
    const inFront = (t: number) => (t === 1 ? 310 : 300);
    expect(idsOfPaths(follow([behind, inFront], { until: 2, fps: 10 }))).toEqual([[1], [2]]);
  });

  it('follows a still face in a video sampled every two seconds', () => {
    expect(idsOfPaths(follow([() => 0], { until: 20, fps: 0.5 }))).toEqual([[1]]);
  });

  it('gives a new id after a pause of the stream longer than maxIntervalSeconds', () => {
    const tracker = new FaceTracker();
    tracker.update([face(0)], 0);
    expect(tracker.update([face(0)], 6)).toEqual([2]);
  });

  it('tells once which tracks have ended', () => {
    const tracker = new FaceTracker();
    tracker.update([face(0), face(500)], 0);
    tracker.update([face(0)], 1.4);
    expect(tracker.takeEnded()).toEqual([]);
    tracker.update([face(0)], 1.6);
    expect(tracker.takeEnded()).toEqual([2]);
    expect(tracker.takeEnded()).toEqual([]);
  });

  it('ends all tracks at a reset, accepts an earlier time and uses no id again', () => {
    const tracker = new FaceTracker();
    tracker.update([face(0)], 10);
    tracker.reset();
    expect(tracker.takeEnded()).toEqual([1]);
    expect(tracker.update([face(0)], 0)).toEqual([2]);
  });

  it('accepts two frames with the same timestamp', () => {
    const tracker = new FaceTracker();
    tracker.update([face(0)], 1);
    expect(tracker.update([face(3)], 1)).toEqual([1]);
    expect(tracker.update([face(6)], 1.04)).toEqual([1]);
  });

  it('refuses a timestamp that goes backwards and stays as it was', () => {
    const tracker = new FaceTracker();
    tracker.update([face(0)], 1);
    expect(() => tracker.update([face(0)], 0.5)).toThrow(
      new RangeError('timestamp must not be earlier than the one before (1), got 0.5'),
    );
    expect(tracker.update([face(0)], 1.04)).toEqual([1]);
  });

  it('refuses a timestamp that is not a number', () => {
    expect(() => new FaceTracker().update([], Number.NaN)).toThrow(
      new RangeError('timestamp must be finite, got NaN'),
    );
  });

  it.each(['maxAgeSeconds', 'maxIntervalSeconds', 'maxDistance'])('refuses a negative %s', (field) => {
    expect(() => new FaceTracker({ [field]: -1 })).toThrow(RangeError);
    expect(() => new FaceTracker({ [field]: -1 })).toThrow(field);
  });
});
