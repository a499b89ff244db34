import { expect, it } from 'vitest';
import { ColumnSeries } from './column-series.js';

/** A series of frames 0, 1, 2, ... with the value 10 times the time in one column and its square in another. */
function seriesOf(frames: number, capacity: number): ColumnSeries {
  const series = new ColumnSeries(2, capacity);
  for (let frame = 0; frame < frames; frame++) series.append(frame, [10 * frame, frame * frame]);
  return series;
}

it('is empty at first', () => {
  expect(seriesOf(0, 4).read()).toEqual({
    time: new Float64Array(0),
    columns: [new Float32Array(0), new Float32Array(0)],
  });
});

it('keeps every frame while there is room', () => {
  const { time, columns } = seriesOf(3, 4).read();
  expect([...time]).toEqual([0, 1, 2]);
  expect(columns.map((column) => [...column])).toEqual([
    [0, 10, 20],
    [0, 1, 4],
  ]);
});

it('merges neighbours into their mean when it is full', () => {
  const { time, columns } = seriesOf(4, 4).read();
  expect([...time]).toEqual([0.5, 2.5]);
  expect([...columns[1]]).toEqual([0.5, 6.5]);
});

it('gives the frames of a point that is not complete as the last one', () => {
  const { time, columns } = seriesOf(5, 4).read();
  expect([...time]).toEqual([0.5, 2.5, 4]);
  expect([...columns[0]]).toEqual([5, 25, 40]);
});

it('lets every point stand for the same number of frames after many merges', () => {
  // 1000 frames in at most 16 points: 64 or 128 a point.
  const { time } = seriesOf(1000, 16).read();
  const steps = [...time].slice(1, -1).map((t, i) => t - time[i]);
  expect(new Set(steps).size).toBe(1);
});

it('never exceeds its capacity and keeps the mean of all', () => {
  const series = new ColumnSeries(1, 16);
  for (let frame = 0; frame < 4096; frame++) {
    series.append(frame, [frame]);
    expect(series.read().time.length).toBeLessThanOrEqual(16);
  }
  const [values] = series.read().columns;
  expect(values.reduce((a, b) => a + b) / values.length).toBeCloseTo(2047.5, 6);
});

it('gives a copy that later frames leave alone', () => {
  const series = seriesOf(3, 4);
  const before = series.read();
  series.append(3, [30, 9]);
  expect([...before.time]).toEqual([0, 1, 2]);
});
