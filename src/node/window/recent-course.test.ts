import { expect, test } from 'vitest';
import type { Face, FrameResult } from '../../core/index.js';
import { RecentCourse } from './recent-course.js';

function frame(
  timestamp: number,
  faces: readonly (readonly [id: number, probability: number])[],
): FrameResult {
  const all = faces.map(([trackId, probability]) => ({ trackId, expression: 'happy', probability }) as Face);
  return { schema: 1, source: null, width: 10, height: 10, timestamp, faces: all };
}

function heights(course: RecentCourse, columns: number): Record<number, (number | null)[]> {
  return Object.fromEntries(
    course
      .faces(columns)
      .map(({ trackId, cells }) => [trackId, cells.map((cell) => cell?.probability ?? null)]),
  );
}

test('the last reading of each column is kept, the newest column last', () => {
  const course = new RecentCourse({ secondsPerColumn: 0.5, columns: 4 });
  for (const [time, probability] of [
    [0, 0.1],
    [0.4, 0.2],
    [0.5, 0.3],
    [1.1, 0.4],
  ]) {
    course.append(frame(time, [[1, probability]]));
  }
  expect(heights(course, 4)).toEqual({ 1: [null, 0.2, 0.3, 0.4] });
});

test('a slow computer leaves no gaps, a face that goes and comes back does', () => {
  const course = new RecentCourse({ secondsPerColumn: 0.5, columns: 10 });
  course.append(frame(0, [[1, 0.1]]));
  course.append(frame(1, [[1, 0.2]]));
  course.append(frame(1.5, []));
  course.append(frame(3, [[1, 0.3]]));
  expect(heights(course, 7)).toEqual({ 1: [0.1, 0.2, 0.2, null, null, null, 0.3] });
});

test('what is older than the columns is forgotten, and with it faces that left', () => {
  const course = new RecentCourse({ secondsPerColumn: 1, columns: 3 });
  course.append(
    frame(0, [
      [1, 0.1],
      [2, 0.5],
    ]),
  );
  for (let second = 1; second < 100; second++) course.append(frame(second, [[2, 0.5]]));
  expect(heights(course, 3)).toEqual({ 2: [0.5, 0.5, 0.5] });
});
