import { AV_NOPTS_VALUE, AV_PIX_FMT_GRAY8 } from 'node-av/constants';
import { Frame } from 'node-av/lib';
import { expect, test } from 'vitest';
import { PictureGraph } from './picture-graph.js';
import { Timestamps, timestampsFilter } from './timestamps.js';

const run = (times: readonly (number | null)[], frameRate: number | null = 25) => {
  const timestamps = new Timestamps(frameRate);
  return times.map((time) => timestamps.next(time));
};

test('increasing times pass, rounded to microseconds', () => {
  expect(run([0, 1 / 3, 0.7000001, 50.1])).toEqual([0, 0.333333, 0.7, 50.1]);
});

test('frames without a time follow at the frame rate', () => {
  expect(run([null, null, null])).toEqual([0, 0.04, 0.08]);
  expect(run([2, null], 10)).toEqual([2, 2.1]);
});

test('frames before the first that has a time come before it', () => {
  expect(run([null, 0, 0.04, 0.08])).toEqual([0, 0.04, 0.08, 0.12]);
  expect(run([null, 0.04, 0.08])).toEqual([0, 0.04, 0.08]);
});

test('equal and slightly older times are moved on by no more than needed', () => {
  expect(run([1, 1, 0.9, 1.04])).toEqual([1, 1.000001, 1.000002, 1.04]);
});

test('a jump back in time goes on from where it was', () => {
  expect(run([5, 5.04, 0, 0.04, 0.08])).toEqual([5, 5.04, 5.08, 5.12, 5.16]);
});

/** What FFmpeg makes of times that count from `origin`. */
function filter(times: readonly (number | null)[], frameRate: number | null, origin: number): number[] {
  const gray = { width: 16, height: 16, format: AV_PIX_FMT_GRAY8 };
  const frames = times.map((time) => {
    const frame = Frame.fromVideoBuffer(Buffer.alloc(256), gray);
    frame.pts = time === null ? AV_NOPTS_VALUE : BigInt(Math.round((time + origin) * 1e6));
    return frame;
  });
  const graph = new PictureGraph(frames[0], timestampsFilter(origin, frameRate));
  const filtered = new Frame();
  filtered.alloc();
  const timestamps = frames.map((frame) => {
    graph.push(frame);
    frame.free();
    expect(graph.pull(filtered)).toBe(true);
    return Number(filtered.pts) / 1e6;
  });
  filtered.free();
  graph.free();
  return timestamps;
}

test.each([
  { name: 'increase', times: [0, 1 / 3, 0.7, 50.1] },
  { name: 'begin before 0', times: [-0.2, -0.16, -0.12] },
  { name: 'are not there', times: [null, null, null] },
  { name: 'are there now and then', times: [2, null, 2.3, null, null, 2.5] },
  { name: 'begin late', times: [null, null, 0, 0.04, null] },
  { name: 'repeat, or step back a little', times: [1, 1, 0.9, 1.04, 1.04, 1.04] },
  { name: 'jump back, twice', times: [5, 5.04, 0, 0.04, 0.02, 7, 7.04, 1, null, 1.1] },
])('FFmpeg makes the same of times that $name', ({ times }) => {
  for (const frameRate of [25, 30000 / 1001, null]) {
    for (const origin of [0, 1.4, -0.023222]) {
      expect(filter(times, frameRate, origin)).toEqual(run(times, frameRate));
    }
  }
});
