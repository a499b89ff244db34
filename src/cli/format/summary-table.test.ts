import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { faceOf, frameOf } from '../../../test/support/frame-results.js';
import { type FrameResult, Timeline } from '../../core/index.js';
import { summaryTable } from './summary-table.js';

function textOf(results: readonly FrameResult[]): string {
  const timeline = new Timeline();
  for (const result of results) timeline.append(result);
  return stripVTControlCharacters(summaryTable(timeline.summary()));
}

const tenFrames = (faces: (i: number) => FrameResult['faces']) =>
  textOf(Array.from({ length: 10 }, (_, i) => frameOf(i / 10, faces(i))));

test('the shares of time, episodes and coverage are shown', () => {
  const text = tenFrames((i) => (i < 6 ? [faceOf(1, i < 3 ? 'happy' : 'sad')] : []));
  expect(text).toContain('a face in view for 60.0 % of 1.0 s, 0.60 faces a frame');
  expect(text).toMatch(/^ {2}happy +50\.0 % .* 70\.0 % +0\.0 s +1 +0\.3 s$/m);
  expect(text).toMatch(/^ {2}sad +50\.0 % .* 70\.0 % +0\.3 s +1 +0\.3 s$/m);
});

test('several faces are listed, the longest in view first', () => {
  const text = tenFrames((i) => [...(i < 4 ? [faceOf(1, 'fear')] : []), faceOf(2, 'neutral')]);
  const rows = text.split('\n').filter((line) => /^ +\d /.test(line));
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(/^ +2 .* neutral +100\.0 %/);
  expect(rows[1]).toMatch(/^ +1 .* fear +100\.0 %/);
});

test('of very many faces ten are listed and the rest counted', () => {
  const text = tenFrames((i) => [faceOf(10 + i, 'happy'), faceOf(30 + i, 'sad')]);
  expect(text).toContain('and 10 more, in view for shorter');
});

test('a video without a face, or without frames, says so and no more', () => {
  expect(tenFrames(() => [])).toBe('  a face in view for 0.0 % of 1.0 s, 0.00 faces a frame');
  expect(textOf([])).toBe('  no frames');
});
