import { describe, expect, it } from 'vitest';
import { faceOf, frameOf, probabilitiesOf } from '../../../test/support/frame-results.js';
import { CSV_COLUMNS, csvHeader, csvRows } from './csv.js';

const face = {
  ...faceOf(3, 'happy', probabilitiesOf({ happy: 0.94 })),
  box: { x: -1.5, y: 20, width: 100.123456789, height: 1e-9 },
  score: 0.87654321,
  probability: 0.94,
  rawProbabilities: probabilitiesOf({ sad: 1 }),
};

/** One line as an object; only for fields without quotes. */
function record(line: string): Record<string, string> {
  const fields = line.trimEnd().split(',');
  expect(fields).toHaveLength(CSV_COLUMNS.length);
  return Object.fromEntries(CSV_COLUMNS.map((column, i) => [column, fields[i]]));
}

describe('csvHeader', () => {
  it('names every column once, on one line', () => {
    expect(csvHeader()).toBe(
      'source,timestamp,frame,track_id,box_x,box_y,box_width,box_height,face_score,expression,probability,' +
        'angry,disgust,fear,happy,sad,surprise,neutral,' +
        'raw_angry,raw_disgust,raw_fear,raw_happy,raw_sad,raw_surprise,raw_neutral,' +
        'right_eye_x,right_eye_y,left_eye_x,left_eye_y,nose_tip_x,nose_tip_y,' +
        'right_mouth_x,right_mouth_y,left_mouth_x,left_mouth_y\r\n',
    );
  });
});

describe('csvRows', () => {
  it('writes a face with at most six decimals', () => {
    const row = record(csvRows({ ...frameOf(3605.0333333333, [face]), source: 'a.mp4' }, 12));
    expect(row).toMatchObject({
      source: 'a.mp4',
      timestamp: '3605.033333',
      frame: '12',
      track_id: '3',
      box_x: '-1.5',
      box_y: '20',
      box_width: '100.123457',
      box_height: '0',
      face_score: '0.876543',
      expression: 'happy',
      probability: '0.94',
      happy: '0.94',
      angry: '0.01',
      raw_sad: '1',
      raw_happy: '0',
      right_eye_x: '1',
      left_mouth_y: '2',
    });
  });

  it('writes a line for each face', () => {
    const rows = csvRows(frameOf(0, [face, { ...face, trackId: 4 }]), 0);
    expect(rows.split('\r\n').map((line) => line.split(',')[3])).toEqual(['3', '4', undefined]);
  });

  it('writes a frame without a face as one line with empty face columns', () => {
    const row = record(csvRows(frameOf(1.5), 45));
    expect(row).toMatchObject({ timestamp: '1.5', frame: '45' });
    const filled = Object.entries(row).filter(([, value]) => value !== '');
    expect(filled.map(([column]) => column)).toEqual(['timestamp', 'frame']);
  });

  it('leaves empty what a still picture has not, and the name of an uncertain expression', () => {
    const row = record(csvRows(frameOf(null, [faceOf(null, 'uncertain')])));
    expect(row).toMatchObject({ timestamp: '', frame: '', track_id: '', expression: '', raw_happy: '' });
    expect(row.probability).toBe('0.142857');
  });

  it.each([
    ['plain name.mp4', 'plain name.mp4'],
    ['a,b.mp4', '"a,b.mp4"'],
    ['say "hi".mp4', '"say ""hi"".mp4"'],
    ['two\nlines', '"two\nlines"'],
    ['=cmd()', "'=cmd()"],
    ['+1', "'+1"],
    ['-1.mp4', "'-1.mp4"],
    ['@sum', "'@sum"],
    ['=HYPERLINK("x",1)', '"\'=HYPERLINK(""x"",1)"'],
  ])('writes the source %j as %j', (source, field) => {
    expect(csvRows({ ...frameOf(0), source })).toBe(`${field},0${','.repeat(CSV_COLUMNS.length - 2)}\r\n`);
  });
});
